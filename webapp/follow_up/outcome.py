"""What became of a plan: what was agreed, and what changed between two visits."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from fractions import Fraction

from webapp.assessment import AnswerChange, Assessment, Comparison, LevelChange, compare
from webapp.assessment.comparability import Comparability
from webapp.plan import AgreedChange, OfferedChange, Plan
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number

VERDICTS = (
    *("reached", "closer", "not_reached", "changed", "same"),
    *("not_asked", "cannot_tell", "cannot_compare", "not_in_form"),
)
"""The possible results of an agreed change.

"closer" is on the way to it; of "not_asked" the answer is of last time. "changed" and "same" are of own
words, which name no goal, and "not_in_form" of those about which no question asks.
"""

MOVED = ("better", "worse", "new", "gone")  # verdicts on a level that is another one for sure


@dataclass(frozen=True)
class AgreedOutcome:
    """What became of one agreed change: one of VERDICTS."""

    agreed: AgreedChange
    verdict: str


@dataclass(frozen=True)
class Outcome:
    """What became of a plan between two visits.

    `factors` are the levels that the plan is about, `levels` the others that changed. `answers` are those
    that changed although nothing about them was agreed.
    """

    agreed: tuple[AgreedOutcome, ...]
    factors: tuple[LevelChange, ...]
    levels: tuple[LevelChange, ...]
    answers: tuple[AnswerChange, ...]


def outcome(plan: Plan, old: Assessment, new: Assessment, older: Container[str] = ()) -> Outcome:
    """Return what became of a plan that was made on the earlier visit.

    `older` are the questions whose answer the later visit took from last time.
    """
    visits, comparison = _PlannedVisits(old, new, older), compare(old, new)
    meant = {factor for one in plan.agreed for factor in visits.factors_of(one)}
    return Outcome(
        agreed=tuple(AgreedOutcome(one, visits.verdict(one)) for one in plan.agreed),
        factors=tuple(one for one in comparison.findings if one.factor in meant),
        levels=tuple(one for one in _moved(comparison) if one.factor not in meant),
        answers=tuple(_own_changes(plan, comparison)),
    )


def _moved(comparison: Comparison) -> Iterator[LevelChange]:
    return (one for one in comparison.findings if one.verdict in MOVED)


def _own_changes(plan: Plan, comparison: Comparison) -> Iterator[AnswerChange]:
    """Yield the answers that differ and were given at both visits, without those of the plan."""
    return (one for one in comparison.answers if one.id not in plan.about and one.was and one.now)


class _PlannedVisits:
    """The visit on which a plan was made, and a later one."""

    def __init__(self, old: Assessment, new: Assessment, older: Container[str]) -> None:
        self.old = old
        self.new = new
        self.older = older
        self.both = Comparability(old.questionnaire, new.questionnaire)

    def factors_of(self, agreed: AgreedChange) -> Iterator[str]:
        """Yield the factors that a change counts for: those of the offer, or of its questions."""
        if agreed.offered:
            yield from agreed.offered.factors
            return
        for factor, behind in self.new.questionnaire.rule_book.questions_behind.items():
            if not behind.isdisjoint(agreed.about):
                yield factor

    def verdict(self, agreed: AgreedChange) -> str:
        """Return one of VERDICTS."""
        asked = (agreed.offered.question,) if agreed.offered else agreed.about
        if not asked:
            return "not_in_form"
        if not all(map(self.both.asks_alike, asked)):
            return "cannot_compare"
        if all(one in self.older for one in asked):
            return "not_asked"
        return self._towards(agreed.offered) if agreed.offered else self._moved(asked)

    def _moved(self, asked: tuple[str, ...]) -> str:
        values = [(self._value(self.old, one), self._value(self.new, one)) for one in asked]
        if any(None in pair for pair in values):
            return "cannot_tell"
        return "changed" if any(was != now for was, now in values) else "same"

    def _towards(self, offered: OfferedChange) -> str:
        question = self.new.questionnaire.questions[offered.question]
        now = self._value(self.new, question.id)
        if now is None:
            return "cannot_tell"
        was, is_now, becomes = (_place(question, one) for one in (offered.was, now, offered.becomes))
        sign = 1 if becomes > was else -1
        if sign * (is_now - becomes) >= 0:
            return "reached"
        return "closer" if sign * (is_now - was) > 0 else "not_reached"

    def _value(self, visit: Assessment, question_id: str) -> AnswerValue:
        """Return the plain answer; of a question that was not asked, what it counts as; None for unknown."""
        answers, question = visit.answers, visit.questionnaire.questions[question_id]
        if answers.is_shown(question_id):
            return None if answers.is_unknown(question_id) else answers.given[question_id]
        hidden = question.when_hidden
        is_unknown = isinstance(hidden, str) and question.option(hidden).is_unknown
        return None if is_unknown else hidden


def _place(question: Question, value: AnswerValue) -> Number:
    """Return a number, or the place of an option in its list: the least comes first."""
    if isinstance(value, int | Fraction):
        return value
    return [one.id for one in question.options].index(str(value))
