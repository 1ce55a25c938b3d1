"""Two visits of one patient compared: what changed, and what cannot be compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.assessment.assess import Assessment
from webapp.assessment.comparability import Comparability
from webapp.assessment.tracked_values import ValueRange, levels_of, numbers_of
from webapp.assessment.words import answer_in_full, measure_name
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.units import unit_of

ASKED, JUDGED = "asked_otherwise", "judged_otherwise"  # why two visits cannot be compared
VERDICTS = ("better", "worse", "same", "new", "gone", "cannot_tell", ASKED, JUDGED)
"""The possible results of comparing two levels.

With the last two there is no comparison: a question, or the rule alone, was another one.
"""


@dataclass(frozen=True)
class AnswerChange:
    """A question whose answer, or whose own text, differs between two visits.

    `was` and `now` are words with the unit: "" where the question was skipped, None where it was not asked.
    Where the question itself differs between the questionnaires, it is not comparable.
    """

    id: str
    question: str
    was: str | None
    now: str | None
    comparable: bool


@dataclass(frozen=True)
class LevelChange:
    """A factor at both visits: lowest and highest level (0 to 3), None where the questionnaire lacks it.

    `had_gaps` and `has_gaps` say that answers were missing that would have settled the level.
    """

    factor: str
    title: str
    was: ValueRange
    now: ValueRange
    verdict: str
    had_gaps: bool = False
    has_gaps: bool = False


@dataclass(frozen=True)
class MeasureChange:
    """A measure at both visits: lowest and highest value, None where it has none.

    `differs` is "", or ASKED or JUDGED where the two cannot be compared.
    """

    measure: str
    title: str
    unit: str
    decimals: int
    was: ValueRange
    now: ValueRange
    differs: str = ""


@dataclass(frozen=True)
class Comparison:
    """Everything that changed from one visit to a later one, in the order of the later questionnaire.

    `answers` has only differences, `findings` every factor, `measures` every tracked measure.
    """

    answers: tuple[AnswerChange, ...]
    findings: tuple[LevelChange, ...]
    measures: tuple[MeasureChange, ...]


def compare(old: Assessment, new: Assessment) -> Comparison:
    """Return what changed between two visits, each assessed by its own questionnaire."""
    visits = _Visits(old, new)
    return Comparison(tuple(visits.answers()), tuple(visits.findings()), tuple(visits.measures()))


def verdict(was: ValueRange, now: ValueRange) -> str:
    """Compare two ranges of levels, each (lowest, highest); return one of VERDICTS."""
    if was is None or now is None:
        return JUDGED
    if now[1] < was[0]:
        return "better" if now[1] else "gone"
    if now[0] > was[1]:
        return "worse" if was[1] else "new"
    return "same" if was == now and now[0] == now[1] else "cannot_tell"


class _Visits:
    """An earlier and a later visit, each with its own questionnaire."""

    def __init__(self, old: Assessment, new: Assessment) -> None:
        self.old = old
        self.new = new
        self.both = Comparability(old.questionnaire, new.questionnaire)

    def answers(self) -> Iterator[AnswerChange]:
        """Yield the questions that were asked at one visit or both and whose answers differ."""
        questions = {**self.old.questionnaire.questions, **self.new.questionnaire.questions}
        for name in _union(self.new.questionnaire.questions, self.old.questionnaire.questions):
            comparable = self.both.asks_alike(name)
            was, now = _words(self.old, name, self.both.reading(name)), _words(self.new, name)
            if (was, now) != (None, None) and not (comparable and was == now):
                yield AnswerChange(name, questions[name].short_name, was, now, comparable)

    def findings(self) -> Iterator[LevelChange]:
        factors = {**self.old.questionnaire.factors, **self.new.questionnaire.factors}
        old, new = levels_of(self.old), levels_of(self.new)
        had_gaps, has_gaps = _with_gaps(self.old), _with_gaps(self.new)
        for name in _union(new, old):
            was, now = old.get(name), new.get(name)
            said = self._differs(name) or verdict(was, now)
            gaps = name in had_gaps, name in has_gaps
            yield LevelChange(name, factors[name].title, was, now, said, *gaps)

    def measures(self) -> Iterator[MeasureChange]:
        """Yield every tracked measure that has a value at one visit or both."""
        measures = {**self.old.questionnaire.measures, **self.new.questionnaire.measures}
        old, new = numbers_of(self.old), numbers_of(self.new)
        for name in _union(new, old):
            one, was, now = measures[name], old.get(name), new.get(name)
            if (was, now) != (None, None):
                title, differs = measure_name(one, self.new.answers), self._differs(name)
                yield MeasureChange(name, title, unit_of(one), one.decimals, was, now, differs)

    def _differs(self, name: str) -> str:
        """Return why a measure or factor cannot be compared: ASKED, JUDGED, or "" where it can."""
        if self.both.judges_alike(name):
            return ""
        return JUDGED if self.both.asks_alike_behind(name) else ASKED


def _with_gaps(visit: Assessment) -> set[str]:
    """Return the ids of the factors whose level answers would settle that are missing."""
    return {one.factor.id for one in visit.findings if one.gaps}


def _union(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def _words(visit: Assessment, name: str, words: Questionnaire | None = None) -> str | None:
    """Return the answer in the words of this questionnaire, or the visit's; None where it was not asked."""
    if name not in visit.answers.listed:
        return None
    question = (words or visit.questionnaire).questions[name]
    return answer_in_full(question, visit.answers.given[name])
