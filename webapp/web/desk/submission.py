"""One submission: what the practitioner reads, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.report.charts import charts
from webapp.report.views.answered import answer_sections
from webapp.storage import DeskQuery, DeskRow, Person, SealBroken, Submission
from webapp.web.admin.audit_log_text import practitioner_names
from webapp.web.auth.guards import current_practitioner, require_practitioner
from webapp.web.desk.judging import assessed
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.same_patient import same_patient_doubts
from webapp.web.desk.search_token import decrypt_search
from webapp.web.kit.app_context import app_context
from webapp.web.kit.csrf import hold_to_token
from webapp.web.kit.i18n import gettext
from webapp.web.patient.question_forms import TokenForm

bp = Blueprint("submission", __name__, url_prefix="/desk/<reference>")
require_practitioner(bp)


def handle_damaged(bp: Blueprint) -> None:
    """Let this blueprint say of a submission that does not open what can be done about it."""
    bp.register_error_handler(SealBroken, _damaged)


def _damaged(_broken: SealBroken) -> ResponseReturnValue:
    reference = (request.view_args or {}).get("reference", "")
    return render_template("desk/damaged.html", reference=reference), 500


handle_damaged(bp)

MOST_LINKABLE = 20
"""Submissions offered to be linked with one: more are better looked for on the desk."""

MAX_TRIES = 5
"""How often a change is made anew while others change the same submission."""

CLOSE_NEXT = "close_next"

STATE_BUTTONS = {"close": "closed", CLOSE_NEXT: "closed", "reopen": "seen"}
"""The state that each button leads to."""


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """The practitioner's view. Who opens a new submission has seen it."""
    return render_submission(view_or_404(reference))


@bp.post("/state")
def change_state(reference: str) -> ResponseReturnValue:
    """Close it, or open it again."""
    button = request.form.get("do", "")
    if button not in STATE_BUTTONS:
        raise BadRequest
    hold_to_token()
    return retry_on_conflict(reference, lambda submission: _moved(submission, button))


@bp.get("/delete")
def ask_delete(reference: str) -> ResponseReturnValue:
    """What would be lost, and a box for the reference."""
    return _asking(reference, "")


@bp.post("/delete")
def delete(reference: str) -> ResponseReturnValue:
    """Delete it for good, where the reference was typed."""
    app = app_context()
    if not TokenForm().is_genuine():
        return _asking(reference, "stale"), 400
    if normalise_reference(request.form.get("typed", "")) != normalise_reference(reference):
        return _asking(reference, "mistyped"), 422
    if not app.store.desk.delete(reference, current_practitioner().actor, app.clock()):
        raise NotFound
    return redirect(url_for("desk.show", done="deleted"), 303)


def view_or_404(reference: str) -> Submission:
    """The submission, opened by whoever is signed in. Raises NotFound."""
    app = app_context()
    submission = app.store.desk.look(reference, current_practitioner().actor, app.clock())
    if submission is None:
        raise NotFound
    return submission


def get_or_404(reference: str) -> Submission:
    """The submission, to do something with. Raises NotFound."""
    app = app_context()
    submission = app.store.desk.open(reference, app.clock())
    if submission is None:
        raise NotFound
    return submission


def normalise_reference(typed: str) -> str:
    """Letters and digits of a reference, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def render_submission(
    submission: Submission, *, typed: str | None = None, person: Person | None = None, problem: str = ""
) -> str:
    """The whole page. `typed` is a note, and `person` a name, that could not be kept; else those that stand.

    Call it with what was looked at: who is shown this page has opened the submission.
    """
    app, sheet = app_context(), app_context().documents.practice_page(submission)
    return render_template(
        "desk/submission.html",
        form=TokenForm(),
        submission=submission,
        sheet=sheet,
        answers=answer_sections(assessed(submission, changes=False)),
        chart=charts.profile(sheet.factors, prefix="profile", title=gettext("The factors at a glance")),
        note=submission.note if typed is None else typed,
        was=text_digest(submission.note),
        person_typed=person or submission.person,
        person_was=person_digest(submission.person),
        problem=problem,
        done=request.args.get("done", ""),
        **_beside(submission),
        **_visits(app.store.visits.of(submission.patient, app.clock()), submission),
    )


def _beside(submission: Submission) -> dict[str, object]:
    """The list that it was opened from, and who had it in hand."""
    app, now, listed = app_context(), app_context().clock(), current_list_query()
    return {
        "list_query": listed,
        "beside": app.store.desk.neighbours(listed.desk_query(now), submission.reference, now),
        "people": practitioner_names(),
    }


def _visits(visits: Sequence[Submission], submission: Submission) -> dict[str, object]:
    words = decrypt_search(request.args.get("link", ""))
    return {
        "others": [one for one in visits if one.reference != submission.reference],
        "doubts": same_patient_doubts(visits),
        "link_words": words,
        "linkable": link_candidates(submission, words),
    }


def link_candidates(submission: Submission, words: str) -> Sequence[DeskRow]:
    """Submissions of other patients that these words may mean, the newest first."""
    if not words.strip():
        return ()
    app, visits = app_context(), app_context().store.visits
    rows = app.store.desk.page(DeskQuery(words=words, size=MOST_LINKABLE), app.clock()).rows
    own = {one.reference for one in visits.of(submission.patient, app.clock())}
    return [row for row in rows if row.reference not in own and not row.is_damaged]


def person_digest(person: Person) -> str:
    """What a form remembers of the person that it began with."""
    return text_digest(f"{person.name}\n{person.number}")


def text_digest(note: str) -> str:
    """What a form remembers of the note that it began with."""
    return sha256(note.encode()).hexdigest()[:16]


def retry_on_conflict(
    reference: str, attempt: Callable[[Submission], ResponseReturnValue | None]
) -> ResponseReturnValue:
    """The answer of an attempt on the submission as it stands; None of it means that others were quicker."""
    for _ in range(MAX_TRIES):
        answer = attempt(get_or_404(reference))
        if answer is not None:
            return answer
    raise ServiceUnavailable


def _moved(submission: Submission, button: str) -> ResponseReturnValue | None:
    app, now, reference = app_context(), app_context().clock(), submission.reference
    after = app.store.desk.neighbours(current_list_query().desk_query(now), reference, now).after
    done = app.store.desk.mark(
        reference, submission.version, STATE_BUTTONS[button], current_practitioner().actor, now
    )
    if not done:
        return None
    if button != CLOSE_NEXT:
        return redirect_to_submission(reference, button)
    if not after:
        return redirect(current_list_query().url(done="closed_one"), 303)
    return redirect(
        current_list_query().submission_url("submission.show", reference=after, done="closed_before"), 303
    )


def redirect_to_submission(reference: str, done: str = "", anchor: str | None = None) -> Response:
    """Redirect to the submission, in the list that it was opened from; it says what was done."""
    return redirect(
        current_list_query().submission_url(
            "submission.show", reference=reference, done=done or None, _anchor=anchor
        ),
        303,
    )


def _asking(reference: str, problem: str) -> str:
    """What is damaged can be deleted, too. Raises NotFound."""
    try:
        person = get_or_404(reference).person
    except SealBroken:
        person = Person()
    return render_template(
        "desk/delete.html", form=TokenForm(), reference=reference, person=person, problem=problem
    )
