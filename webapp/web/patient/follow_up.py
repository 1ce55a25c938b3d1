"""Beginning a follow-up: a draft with the answers of an earlier submission that still count."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from webapp.follow_up import LastTime, choose
from webapp.plan import Plan, PlannedVisit
from webapp.storage import FollowUpOf, PatientInvitation, Submission
from webapp.web.kit.answer_parsing import typed_as
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.patient.draft import Draft
from webapp.web.patient.draft_content import DraftContent
from webapp.web.patient.follow_up_content import FollowUpContent


def submission_about(invitation: PatientInvitation) -> Submission | None:
    """Return the submission that a follow-up is on; None for a whole form, or where it is gone or damaged."""
    app = app_context()
    return app.store.submissions.get_intact(invitation.about, app.clock())


def follow_up_draft(submission: Submission | None) -> DraftContent:
    """Return the draft of a follow-up on a submission; one of the whole form without it."""
    if submission is None:
        return DraftContent()
    plan = submission.newest_plan.about if submission.newest_plan else ()
    return draft_from(app_context().documents.last_time(submission), plan, submission.reference)


def draft_from(last: LastTime, plan: Sequence[str], about: str = "") -> DraftContent:
    """Return the draft of a follow-up on these answers. `plan`: the ids of the questions that it is about."""
    app = app_context()
    asked, today = app.questionnaire, day_here(app.clock())
    chosen = choose(last, asked, app.clinic, today, plan)
    kept = {one: value for one, value in chosen.kept.items() if one in chosen.settled}
    return DraftContent(
        typed={one: typed_as(asked.questions[one], value) for one, value in kept.items()},
        follow_up=FollowUpContent.begin(last, chosen, asked, about),
    )


def draft_from_file(last: LastTime, plan: Plan | None) -> DraftContent:
    """Return the draft of a follow-up on the answers of a file. It holds the plan: nothing else does."""
    content = draft_from(last, plan.about if plan else ())
    if plan is None or last.day == date.min or content.follow_up is None:
        return content
    planned = PlannedVisit(plan, last.answers.questionnaire.digest, last.answers.to_json(), last.day)
    return replace(content, follow_up=replace(content.follow_up, planned=planned))


def follow_up_of(draft: Draft) -> FollowUpOf | None:
    """Return what the clinic keeps of a follow-up with its answers, or None for a whole form."""
    follow_up = draft.content.follow_up
    if follow_up is None:
        return None
    taken = (one for one in draft.answers.given if follow_up.takes(one, draft.content.typed))
    return FollowUpOf(follow_up.about, {one: follow_up.days[one] for one in taken}, follow_up.planned)
