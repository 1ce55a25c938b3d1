"""What a person said last time, beside the questions of a follow-up, and what is taken from then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from webapp.follow_up import keep_days
from webapp.questionnaire.model import Question
from webapp.report.times import date_words
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import gettext, localizer
from webapp.web.patient.draft import Draft
from webapp.web.patient.follow_up_content import FollowUpContent
from webapp.web.patient.question_fields import anchor
from webapp.web.patient.typed_answer_words import typed_answer_words


def last_time(follow_up: FollowUpContent | None, question: Question) -> str:
    """Return what was said last time, in words; "" for nothing, and where this is no follow-up."""
    if follow_up is None or _is_never_kept(question):
        return ""
    if question.id in follow_up.changed:
        return gettext("Last time this question was different, so the two answers cannot be compared.")
    if question.id not in follow_up.before:
        return ""
    words = typed_answer_words(question, follow_up.before[question.id])
    day = answer_day_words(follow_up.days[question.id])
    if not words:
        return gettext("Last time you skipped this question (%(day)s).", day=day)
    return gettext(
        "Last time you said: %(answer)s (%(day)s).", answer=localizer().join_phrases(words), day=day
    )


def _is_never_kept(question: Question) -> bool:
    """Return whether the answer, such as consent, ends the form or lets it begin: it says nothing later."""
    asked = app_context().questionnaire
    stops = asked.rule_book.questions_of(flag.when for flag in asked.safety if flag.tier == "stop")
    return question.id in stops and keep_days(asked, question) == 0


def answer_day_words(day: date) -> str:
    """Return the day in words; a day that nobody knows is said so."""
    return gettext("day not known") if day == date.min else date_words(day, localizer(), "medium")


@dataclass(frozen=True)
class TakenAnswer:
    """An answer of last time that counts as it was; `day` is in words."""

    question: Question
    words: tuple[str, ...]
    day: str
    url: str


def taken_answers(draft: Draft) -> Iterator[TakenAnswer]:
    """Yield the answers that a follow-up takes from last time, in the order of asking."""
    follow_up, typed = draft.content.follow_up, draft.content.typed
    for question_id in draft.answers.given if follow_up else ():
        question = app_context().questionnaire.questions[question_id]
        words = typed_answer_words(question, typed.get(question_id, ()))
        if follow_up and words and follow_up.takes(question_id, typed):
            yield TakenAnswer(
                question, words, answer_day_words(follow_up.days[question_id]), _change_url(question)
            )


def _change_url(question: Question) -> str:
    query: dict[str, Any] = {"from": "check", "ask": question.id}
    return url_for("sections.show", section=question.section, _anchor=anchor(question.id), **query)


def uncounted(draft: Draft) -> tuple[str, ...]:
    """Return the names of the questions whose answer of last time counts no more and that are not asked."""
    follow_up = draft.content.follow_up
    if follow_up is None:
        return ()
    left = (one for one in draft.answers.given if one in follow_up.settled and one not in draft.content.typed)
    known = (one for one in left if any(follow_up.before.get(one, ())) or one in follow_up.changed)
    return tuple(app_context().questionnaire.questions[one].short_name for one in known)
