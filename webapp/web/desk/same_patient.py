"""Doubts whether linked visits are of one person, in words."""

from collections.abc import Sequence

from webapp.assessment import Answers
from webapp.assessment.same_person import AGE, SEX, doubts
from webapp.assessment.words import answer_in_full
from webapp.storage import Submission
from webapp.web.kit.dates import day_here, sent_day
from webapp.web.kit.i18n import gettext


def same_patient_doubts(visits: Sequence[Submission], judged: Sequence[Answers]) -> tuple[str, ...]:
    """Say where age or sex in visits of one patient, oldest first, cannot be those of one person.

    `judged` are the answers of each, in the words of the staff.
    """
    if not visits[1:]:
        return ()
    days = [day_here(one.submitted_at).toordinal() for one in visits]
    names = {"age": AGE, "sex": SEX}
    return tuple(
        gettext(
            "%(what)s was “%(before)s” on %(day)s, and “%(after)s” on %(later)s.",
            what=judged[one.before].questionnaire.questions[names[one.what]].short_name,
            before=_words(judged[one.before], names[one.what]),
            day=sent_day(visits[one.before]),
            after=_words(judged[one.after], names[one.what]),
            later=sent_day(visits[one.after]),
        )
        for one in doubts(list(zip(days, judged, strict=True)))
    )


def _words(answers: Answers, name: str) -> str:
    question = answers.questionnaire.questions[name]
    return answer_in_full(question, answers.given[name])
