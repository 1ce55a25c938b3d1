"""The page of one submission: the answers as the practitioner reads them, its list and its visits."""

from collections.abc import Sequence

from flask import render_template, request

from webapp.assessment import Answers, Assessment
from webapp.prints import last_planned
from webapp.report.charts import charts
from webapp.report.views.answered import answer_sections
from webapp.report.views.older_answers import older_answers
from webapp.storage import DeskQuery, DeskRow, Person, Submission, is_proven_pair
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.same_patient import same_patient_doubts
from webapp.web.desk.search_encryption import decrypt_search
from webapp.web.desk.submission_access import person_digest, text_digest
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import gettext, localizer
from webapp.web.kit.practitioner_names import practitioner_names

MOST_LINKABLE = 20  # submissions offered to be linked with one: more are better searched on the desk


def render_submission(
    submission: Submission, *, typed: str | None = None, person: Person | None = None, problem: str = ""
) -> str:
    """Render what `view_or_404` returned, or with a refused note (`typed`) or name (`person`)."""
    app = app_context()
    assessment = app.documents.staff_assessment(submission)
    sheet = app.documents.practice_page(submission, assessment)
    with app.store.shared_reading():
        visits = app.store.visits.list(submission.patient, app.clock())
        context = {**_list_context(submission), **_visits_context(submission, visits, assessment.answers)}
    return render_template(
        "desk/submission.html",
        submission=submission,
        sheet=sheet,
        answers=answer_sections(assessment),
        **_outcome_context(submission, visits, assessment),
        older=older_answers(assessment.answers, app.documents.occasion(submission)),
        chart=charts.profile(
            sheet.factors, prefix="profile", title=gettext("The factors at a glance"), words=localizer()
        ),
        note=submission.note if typed is None else typed,
        was=text_digest(submission.note),
        person_typed=person or submission.person,
        person_was=person_digest(submission.person),
        problem=problem,
        done=request.args.get("done", ""),
        **context,
    )


def _list_context(submission: Submission) -> dict[str, object]:
    app, now, listed = app_context(), app_context().clock(), current_list_query()
    return {
        "list_query": listed,
        "beside": app.store.desk.neighbours(listed.desk_query(now), submission.reference, now),
        "invitation": app.store.patient_invitations.that_brought(submission.reference, now),
        "people": practitioner_names(),
        "paper_pages": app.store.paper_pages.list(submission.reference, now),
    }


def _outcome_context(
    submission: Submission, visits: Sequence[Submission], assessment: Assessment
) -> dict[str, object]:
    """Return what became of the plan. `is_outcome_likely`: only a number leads to the earlier visit."""
    app = app_context()
    proven = app.documents.planned_before(submission, visits)
    planned = proven or last_planned(submission, visits, app.clinic)
    outcome = app.documents.outcome(planned, assessment, app.documents.occasion(submission))
    return {"outcome": outcome, "is_outcome_likely": proven is None}


def _visits_context(submission: Submission, visits: Sequence[Submission], own: Answers) -> dict[str, object]:
    """Return what the page says of all visits of the patient. `own` are the answers of this submission."""
    read, words = app_context().documents.staff_answers, decrypt_search(request.args.get("link", ""))
    judged = [own if one.reference == submission.reference else read(one) for one in visits]
    others = [one for one in visits if one.reference != submission.reference]
    return {
        "others": others,
        "likely": {one.reference for one in others if not is_proven_pair(one, submission)},
        "doubts": same_patient_doubts(visits, judged),
        "link_words": words,
        "linkable": link_candidates(words, visits),
    }


def link_candidates(words: str, visits: Sequence[Submission]) -> Sequence[DeskRow]:
    """Return the submissions of other patients that match a search, newest first."""
    if not words.strip():
        return ()
    app = app_context()
    rows = app.store.desk.page(DeskQuery(words=words, size=MOST_LINKABLE), app.clock()).rows
    own = {one.reference for one in visits}
    return [row for row in rows if row.reference not in own and not row.is_damaged]
