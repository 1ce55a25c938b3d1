"""The year of birth: asked before a link or six words show what was said last time."""

import re

from flask import request

from webapp.assessment.numerals import simplified
from webapp.follow_up import birth_years
from webapp.storage import PatientInvitation, Submission
from webapp.web.kit.answer_parsing import clean_values
from webapp.web.kit.app_context import app_context

FOUR_DIGITS = re.compile(r"\d{4}")


def is_year_asked(submission: Submission | None) -> bool:
    """Return whether the year is known, so that a follow-up on a submission can ask for it."""
    return bool(_years(submission))


def typed_year() -> str:
    """Return what the form has for the year, with plain digits."""
    (typed,) = clean_values([request.form.get("year", "")])
    return simplified(typed)


def year_problem(invitation: PatientInvitation, submission: Submission | None) -> str:
    """Return what is wrong with the typed year: "closed", "empty", "form" or "wrong"; "" if it is right.

    A wrong one counts: after some of them everything is "closed", also to the right year.
    """
    app, years, typed = app_context(), _years(submission), typed_year()
    if not years:
        return ""
    if not invitation.years_left:
        return "closed"
    if not FOUR_DIGITS.fullmatch(typed):
        return "form" if typed else "empty"
    is_right = int(typed) in years
    is_in = app.store.patient_invitations.admit(invitation.id, app.clock(), is_right=is_right)
    return "" if is_in else "wrong"


def _years(submission: Submission | None) -> frozenset[int]:
    """Return the years of birth that fit the answers that a follow-up asks about."""
    return birth_years(app_context().documents.last_time(submission)) if submission else frozenset()
