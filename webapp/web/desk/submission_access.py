"""Loading one submission for a page, changing it, and going back to its page."""

from collections.abc import Callable
from hashlib import sha256

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.storage import Person, SealBroken, Submission
from webapp.web.auth.guards import current_actor
from webapp.web.desk.list_query import current_list_query
from webapp.web.kit.app_context import app_context
from webapp.web.kit.error_handlers import handle_error

MAX_TRIES = 5  # how often a change is tried while others change the same submission


def handle_damaged(bp: Blueprint) -> None:
    """Show a page that says what can be done where a submission cannot be decrypted."""
    handle_error(bp, SealBroken, _damaged)


def _damaged(broken: SealBroken) -> ResponseReturnValue:
    """Name the submission that is damaged, which may be another one than that of the page."""
    if not broken.reference:
        raise broken
    app_context().outage_log.record(broken)
    return render_template("desk/damaged.html", reference=broken.reference), 500


def view_or_404(reference: str) -> Submission:
    """Return the submission for somebody to read: it becomes seen, and the audit log notes it."""
    app = app_context()
    submission = app.store.submissions.view(reference, current_actor(), app.clock())
    if submission is None:
        raise NotFound
    return submission


def get_or_404(reference: str) -> Submission:
    """Return the submission for a page that changes it or prints it."""
    app = app_context()
    submission = app.store.submissions.get(reference, app.clock())
    if submission is None:
        raise NotFound
    return submission


def normalise_reference(typed: str) -> str:
    """Return the letters and digits of a reference: "7q4k xw" gives "7Q4KXW"."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def retry_on_conflict(
    reference: str, attempt: Callable[[Submission], ResponseReturnValue | None]
) -> ResponseReturnValue:
    """Try until there is a response: None means that somebody else changed the submission first."""
    for _ in range(MAX_TRIES):
        response = attempt(get_or_404(reference))
        if response is not None:
            return response
    raise ServiceUnavailable


def redirect_to_submission(reference: str, done: str = "", anchor: str | None = None) -> Response:
    """Redirect to the page of a submission, which keeps its place in the list and says what was done."""
    page = current_list_query().url_with_list(
        "submission.show", reference=reference, done=done or None, _anchor=anchor
    )
    return redirect(page, 303)


def person_digest(person: Person) -> str:
    """Return what a form carries to notice that somebody else changed the person meanwhile."""
    return text_digest(f"{person.name}\n{person.number}")


def text_digest(text: str) -> str:
    """Return what a form carries to notice that somebody else changed the text meanwhile."""
    return sha256(text.encode()).hexdigest()[:16]
