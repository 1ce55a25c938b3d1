"""What stands on the page of a form on paper besides its answers: read, and what is wrong with it."""

import re
from datetime import date

from flask import request
from werkzeug.exceptions import BadRequest

from webapp.storage import is_reference, reference_prefix
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import gettext

PICTURE = re.compile(r"/9j/[A-Za-z0-9+/]{1,1000000}={0,2}")
"""The picture of a page, a JPEG file in base64, which this page carries along where the clinic keeps it."""

PAGE = re.compile("[0-9]{1,2}")  # a code has room for two digits

TYPED = 0  # the group of all questions, where no page was read
UNREAD = -1  # the group of questions on pages that were not among the pictures


def page_number(text: str) -> int:
    """Return the number of a group of questions: a page, TYPED or UNREAD. Raise ValueError for others."""
    if text != str(UNREAD) and not PAGE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def submitted_picture(page: int) -> str:
    """Return the picture of a page that the form carries, or "". Raise BadRequest for anything else."""
    picture = request.form.get(f"picture-{page}", "")
    if picture and (len(picture) % 4 or not PICTURE.fullmatch(picture)):
        raise BadRequest
    return picture


def reference_of_form(number: str) -> str:
    """Return the number of a form as a reference of submissions; "" where it is none."""
    reference = reference_prefix(number)
    return reference if is_reference(reference) else ""


def number_error(number: str) -> str:
    """Return what is wrong with the number of the form, which may be left out."""
    if reference_of_form(number) or not number.strip():
        return ""
    return gettext(
        "No form has this number. It has six letters and digits, as 7Q4KXW. Leave it out if it cannot be "
        "read."
    )


def day_error(typed: str) -> str:
    """Return what is wrong with the date on the form."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return gettext(
            "Choose the date that stands on the form. If there is none, choose the day on which you got it."
        )
    gone = (day_here(app_context().clock()) - day).days
    if gone < 0:
        return gettext("This day is still to come. Look at the date on the form again.")
    if gone >= app_context().policy.submission_days:
        return gettext(
            "This clinic keeps no answers that are so old. Look at the date on the form again: if it is "
            "right, the form cannot be taken in."
        )
    return ""
