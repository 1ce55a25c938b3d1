"""A plan as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

MOST_AGREED = 3  # changes that one plan may hold: more are seldom kept


@dataclass(frozen=True)
class OfferedChange:
    """One different answer that the report's own arithmetic found, and the factors that it lowers.

    `was` and `becomes` are numbers or option ids of the question.
    """

    question: str
    was: int | Fraction | str
    becomes: int | Fraction | str
    factors: tuple[str, ...]


@dataclass(frozen=True)
class AgreedChange:
    """One line of a plan: an offered change, or the practitioner's own words.

    `measured` says how the change is measured ("beans 3 times a week"). `about` are the ids of the questions
    that ask about it. `against` are the ids of the safety flags that speak against the change, and `reason`
    is why it was agreed all the same: it is "" where no flag does.
    """

    words: str = ""
    measured: str = ""
    about: tuple[str, ...] = ()
    offered: OfferedChange | None = None
    against: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What was agreed on one submission. Times are aware; `by` is the practitioner's name.

    Of a plan with `is_from_file` nothing but a file says so: it is never shown as an agreement of the clinic.

    `tests` are ids of tests that the questionnaire has to consider, `see` ids of `PEOPLE` in
    `webapp.plan.people`; `other_tests` and `other_people` are the practitioner's words.
    """

    agreed: tuple[AgreedChange, ...] = ()
    tests: tuple[str, ...] = ()
    other_tests: str = ""
    see: tuple[str, ...] = ()
    other_people: str = ""
    come_back: date | None = None
    by: str = ""
    agreed_at: datetime | None = None
    is_from_file: bool = False

    def __post_init__(self) -> None:
        if len(self.agreed) > MOST_AGREED:
            raise ValueError(f"a plan holds at most {MOST_AGREED} changes")
        if any(bool(one.against) != bool(one.reason) for one in self.agreed):
            raise ValueError("a reason is needed where a safety flag speaks against a change, and only there")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is agreed: such a plan takes an earlier one back."""
        free = self.other_tests, self.other_people
        return not (self.agreed or self.tests or self.see or any(free) or self.come_back)

    @property
    def typed_words(self) -> str:
        """All that the practitioner typed, in one text."""
        typed = (text for one in self.agreed for text in (one.words, one.measured, one.reason))
        return " ".join((*typed, self.other_tests, self.other_people))

    @property
    def about(self) -> tuple[str, ...]:
        """The ids of all questions that the plan is about, each once."""
        return tuple(dict.fromkeys(question for one in self.agreed for question in one.about))


@dataclass(frozen=True)
class PlannedVisit:
    """An earlier visit, with the plan that was made on it here or that a file carries.

    `answers` are ready for JSON, and `digest` names the questionnaire text that they answer.
    """

    plan: Plan
    digest: str
    answers: Mapping[str, Any]
    day: date
