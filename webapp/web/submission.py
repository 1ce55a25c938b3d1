"""One submission: what the practitioner reads, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.report import charts
from webapp.report.answered import answer_sections
from webapp.storage import Person, SealBroken, Submission
from webapp.web.forms import TokenForm
from webapp.web.inside import me, practitioners_only
from webapp.web.judging import assessed
from webapp.web.parts import parts
from webapp.web.speech import gettext
from webapp.web.too_old import hold_to_token

bp = Blueprint("submission", __name__, url_prefix="/desk/<reference>")
practitioners_only(bp)


def tells_damage(bp: Blueprint) -> None:
    """Let this blueprint say of a submission that does not open what can be done about it."""
    bp.register_error_handler(SealBroken, _damaged)


def _damaged(_broken: SealBroken) -> ResponseReturnValue:
    reference = (request.view_args or {}).get("reference", "")
    return render_template("desk/damaged.html", reference=reference), 500


tells_damage(bp)

TRIES = 5
"""How often a change is made anew while others change the same submission."""

BUTTONS = {"close": "closed", "reopen": "seen"}
"""The state that each button leads to."""


@bp.get("")
def show(reference: str) -> ResponseReturnValue:
    """The practitioner's view. Who opens a new submission has seen it."""
    return page_of(looked_at(reference))


@bp.post("/state")
def change_state(reference: str) -> ResponseReturnValue:
    """Close it, or open it again."""
    button = request.form.get("do", "")
    if button not in BUTTONS:
        raise BadRequest
    hold_to_token()
    return until_done(reference, lambda submission: _moved(submission, button))


@bp.get("/delete")
def ask_delete(reference: str) -> ResponseReturnValue:
    """What would be lost, and a box for the reference."""
    return _asking(reference, "")


@bp.post("/delete")
def delete(reference: str) -> ResponseReturnValue:
    """Delete it for good, where the reference was typed."""
    here = parts()
    if not TokenForm().is_genuine():
        return _asking(reference, "stale"), 400
    if plain_reference(request.form.get("typed", "")) != plain_reference(reference):
        return _asking(reference, "mistyped"), 422
    if not here.store.desk.delete(reference, me().actor, here.clock()):
        raise NotFound
    return redirect(url_for("desk.show", done="deleted"), 303)


def looked_at(reference: str) -> Submission:
    """The submission, opened by whoever is signed in. Raises NotFound."""
    here = parts()
    submission = here.store.desk.look(reference, me().actor, here.clock())
    if submission is None:
        raise NotFound
    return submission


def found(reference: str) -> Submission:
    """The submission, to do something with. Raises NotFound."""
    here = parts()
    submission = here.store.desk.open(reference, here.clock())
    if submission is None:
        raise NotFound
    return submission


def plain_reference(typed: str) -> str:
    """Letters and digits of a reference, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def page_of(submission: Submission, *, typed: str | None = None, problem: str = "") -> str:
    """The whole page. `typed` is a note that could not be kept; else the note is shown as it is.

    Call it with what was looked at: who is shown this page has opened the submission.
    """
    here, sheet = parts(), parts().house.practice_page(submission)
    visits = here.store.visits.of(submission.patient, here.clock())
    return render_template(
        "desk/submission.html",
        form=TokenForm(),
        submission=submission,
        sheet=sheet,
        answers=answer_sections(assessed(submission, changes=False)),
        chart=charts.profile(sheet.factors, prefix="profile", title=gettext("The factors at a glance")),
        others=[one for one in visits if one.reference != submission.reference],
        note=submission.note if typed is None else typed,
        was=digest_of(submission.note),
        problem=problem,
        done=request.args.get("done", ""),
    )


def digest_of(note: str) -> str:
    """What a form remembers of the note that it began with."""
    return sha256(note.encode()).hexdigest()[:16]


def until_done(
    reference: str, attempt: Callable[[Submission], ResponseReturnValue | None]
) -> ResponseReturnValue:
    """The answer of an attempt on the submission as it stands; None of it means that others were quicker."""
    for _ in range(TRIES):
        answer = attempt(found(reference))
        if answer is not None:
            return answer
    raise ServiceUnavailable


def _moved(submission: Submission, button: str) -> ResponseReturnValue | None:
    here, version = parts(), submission.version
    done = here.store.desk.mark(submission.reference, version, BUTTONS[button], me().actor, here.clock())
    return back_to(submission.reference, button) if done else None


def back_to(reference: str, done: str = "") -> Response:
    """Redirect to the submission, which says what was done."""
    return redirect(url_for("submission.show", reference=reference, done=done or None), 303)


def _asking(reference: str, problem: str) -> str:
    """What is damaged can be deleted, too. Raises NotFound."""
    try:
        person = found(reference).person
    except SealBroken:
        person = Person()
    return render_template(
        "desk/delete.html", form=TokenForm(), reference=reference, person=person, problem=problem
    )
