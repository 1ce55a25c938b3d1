"""What the draft of a follow-up takes from last time, and how it is written as JSON. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from webapp.assessment import Answers
from webapp.follow_up import FollowUp, LastTime, comparable_answers
from webapp.plan import PlannedVisit
from webapp.plan.as_json import planned_visit_from_json, planned_visit_to_json
from webapp.questionnaire.model import Questionnaire
from webapp.web.kit.answer_parsing import TypedValues, is_valid, typed_as


@dataclass(frozen=True)
class FollowUpContent:
    """The answers of last time, and which questions are not asked again.

    `about`: the reference of the earlier submission, "" where it came in a file. `before`: its comparable
    answers as raw form values, and `days`: the day of each. `changed`: questions that were put differently
    then. `settled`: questions that are not asked. `minutes`: how long the rest takes. With `is_whole`
    everything is asked. `planned` is the earlier visit of a file that carries a plan.
    """

    about: str
    before: TypedValues
    days: Mapping[str, date]
    changed: tuple[str, ...]
    settled: frozenset[str]
    minutes: float
    is_whole: bool = False
    planned: PlannedVisit | None = None

    @classmethod
    def begin(cls, last: LastTime, follow_up: FollowUp, questionnaire: Questionnaire, about: str) -> Self:
        """Return the content of a follow-up before its first answer."""
        before = comparable_answers(last, questionnaire)
        return cls(
            about,
            {one: typed_as(questionnaire.questions[one], value) for one, value in before.items()},
            {one: last.day_of(one) for one in before},
            tuple(one for one in last.answers.given if one not in before),
            follow_up.settled,
            float(follow_up.minutes),
            follow_up.is_whole,
        )

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Read the JSON. Drafts of an earlier release lack "planned"."""
        planned = content.get("planned")
        return cls(
            content["about"],
            {one: tuple(values) for one, values in content["before"].items()},
            {one: date.fromisoformat(day) for day, asked in content["days"].items() for one in asked},
            tuple(content["changed"]),
            frozenset(content["settled"]),
            content["minutes"],
            content["is_whole"],
            planned_visit_from_json(planned) if planned else None,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "before": self.before,
            "days": by_day(self.days),
            "changed": self.changed,
            "settled": sorted(self.settled),
            "minutes": self.minutes,
            "is_whole": self.is_whole,
            "planned": planned_visit_to_json(self.planned) if self.planned else None,
        }

    def takes(self, question: str, typed: TypedValues) -> bool:
        """Return whether the answer is that of last time."""
        return question in self.settled and question in self.days and question in typed

    def asking(self, questions: Iterable[str]) -> Self:
        """Return a copy in which these questions are asked."""
        return replace(self, settled=self.settled.difference(questions))

    def still_asked(self, due: Iterable[str], typed: TypedValues, answers: Answers) -> Iterator[str]:
        """Yield the due questions that are asked: not what is settled, unless its old answer fits no more."""
        questions = answers.questionnaire.questions
        for question in due:
            if question not in self.settled or not is_valid(
                questions[question], typed.get(question, ()), answers
            ):
                yield question


def by_day(days: Mapping[str, date]) -> dict[str, list[str]]:
    """Return the questions of each day, for JSON."""
    found: dict[str, list[str]] = {}
    for question, day in days.items():
        found.setdefault(day.isoformat(), []).append(question)
    return found
