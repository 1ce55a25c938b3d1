"""The form of a plan: what it offers, what was typed into it, and the page around it."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

from flask import render_template, request

from webapp.assessment import Assessment
from webapp.localization.typed_text import single_line
from webapp.plan import MOST_AGREED, OfferedChange, Plan
from webapp.plan.as_json import plan_to_json
from webapp.plan.offers import (
    askable_questions,
    considered_tests,
    flags_to_read,
    needs_doctor,
    offered_changes,
    silencing_flags,
)
from webapp.plan.people import DOCTOR, PEOPLE
from webapp.plan.typed import (
    ON_A_DAY,
    OTHER,
    WEEKS,
    OwnWords,
    PlanProblem,
    TypedPlan,
    flag_titles,
    key_of,
    typed_from,
)
from webapp.plan.words import change_words, usual_measure
from webapp.report import Occasion, plan_view
from webapp.report.times import date_words
from webapp.report.views.plan_model import PlanView
from webapp.storage import Submission
from webapp.web.desk.list_query import current_list_query
from webapp.web.desk.submission_access import text_digest
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import N_, gettext, localizer

LABELS = {
    "changes": N_("Changes"),
    "measured": N_("How it is measured"),
    "words": N_("What will change"),
    "about": N_("This is about"),
    "reason": N_("Why it is agreed all the same"),
    "other_tests": N_("Other tests"),
    "other_people": N_("Somebody else"),
    "day": N_("On this day"),
}
"""The labels of fields, by the first part of their name."""

OWN_PARTS = ("words", "measured", "about", "reason")


def typed_plan(assessment: Assessment) -> TypedPlan:
    """Return the plan that was typed; a measure that was left unchanged counts as the usual one."""
    form = request.form
    usual = {key_of(one): _usual(one, assessment) for one in offered_changes(assessment)}
    measured = {key: single_line(form.get(f"measured-{key}", "")) for key in usual}
    return TypedPlan(
        offers=tuple(form.getlist("offer")),
        measured={key: "" if text == usual[key] else text for key, text in measured.items()},
        own=tuple(_own(number) for number in range(1, MOST_AGREED + 1)),
        tests=tuple(form.getlist("test")),
        other_tests=_lines(form.get("other_tests", "")),
        see=tuple(form.getlist("see")),
        other_people=_lines(form.get("other_people", "")),
        weeks=form.get("weeks", ""),
        day=single_line(form.get("day", "")),
    )


def current_plan(plan: Plan | None, assessment: Assessment) -> TypedPlan:
    """Return the form as it stands before anything is typed."""
    if plan:
        return typed_from(plan, assessment, localizer())
    return TypedPlan(see=(DOCTOR,) if needs_doctor(assessment) else ())


def plan_digest(submission: Submission) -> str:
    """Return what a form carries to notice that somebody else changed the plan meanwhile."""
    plan = submission.newest_plan
    return text_digest(json.dumps(plan_to_json(plan)) if plan else "")


def render_plan(
    submission: Submission,
    assessment: Assessment,
    typed: TypedPlan,
    problems: Mapping[str, PlanProblem] | None = None,
    *,
    conflict: bool = False,
) -> str:
    """Render the page: the form with what was typed, and the problems beside its fields."""
    occasion = app_context().documents.occasion(submission)
    return render_template(
        "desk/plan.html",
        submission=submission,
        was=plan_digest(submission),
        conflict=conflict,
        earlier=[shown_plan(plan, assessment, occasion) for plan in submission.plans],
        done=request.args.get("done", ""),
        list_query=current_list_query(),
        **form_context(assessment, typed, problems or {}),
    )


def form_context(
    assessment: Assessment, typed: TypedPlan, problems: Mapping[str, PlanProblem]
) -> dict[str, object]:
    """Return what the fields of a plan need, wherever they stand."""
    sentences = {name: one.in_words(localizer()) for name, one in problems.items()}
    return {
        "typed": typed,
        "errors": sentences,
        "error_links": [(f"#{name}", label_of(name), sentence) for name, sentence in sentences.items()],
        "labels": LABELS,
        "against": {number: flag_titles(own, assessment) for number, own in enumerate(typed.own, 1)},
        **_choices(assessment),
    }


def shown_plan(plan: Plan, assessment: Assessment, occasion: Occasion) -> PlanView:
    """Return a plan as it was agreed, for a page."""
    return plan_view(plan, assessment, occasion, is_staff_copy=True, free_text=str)


def _choices(assessment: Assessment) -> dict[str, object]:
    """Return what the fields offer."""
    return {
        "offers": [_offer(one, assessment) for one in offered_changes(assessment)],
        "silencing": silencing_flags(assessment),
        "to_read": flags_to_read(assessment, ()),
        "topics": askable_questions(assessment),
        "tests": [(one.id, one.title) for one in considered_tests(assessment)],
        "people": [(one, gettext(words)) for one, words in PEOPLE.items()],
        "days": [(weeks, date_words(_in_weeks(weeks), localizer(), "full")) for weeks in WEEKS],
        "other": OTHER,
        "on_a_day": ON_A_DAY,
    }


def label_of(name: str) -> str:
    """Return the label of a field: for one of several, with its number."""
    part, _, rest = name.partition("-")
    label = gettext(LABELS[part])
    return f"{label} ({rest})" if rest.isdigit() else label


def _in_weeks(weeks: str) -> date:
    return today() + timedelta(weeks=int(weeks))


def today() -> date:
    """Return the day in the clinic."""
    return day_here(app_context().clock())


def _offer(offered: OfferedChange, assessment: Assessment) -> Mapping[str, object]:
    asked = assessment.questionnaire
    return {
        "key": key_of(offered),
        "words": change_words(offered, asked, localizer()),
        "usual": _usual(offered, assessment),
        "factors": [asked.factors[one].title for one in offered.factors],
    }


def _usual(offered: OfferedChange, assessment: Assessment) -> str:
    """Return the usual measure as a browser sends it back: it may turn no-break spaces into plain ones."""
    return single_line(usual_measure(offered, assessment.questionnaire, localizer()))


def _own(number: int) -> OwnWords:
    return OwnWords(*(single_line(request.form.get(f"{part}-{number}", "")) for part in OWN_PARTS))


def _lines(text: str) -> str:
    """Return the lines of a text that are not empty."""
    return "\n".join(filter(None, map(single_line, text.splitlines())))
