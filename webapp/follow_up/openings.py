"""Which questions a short form may have to ask, whatever is answered."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from webapp.questionnaire.domains import AnswerValue, domain_of, domain_unasked, plain_options, unknown_option
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.facts import Domain, Picks
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.situation import Situation


class _OpenSituation(Situation):
    """A situation in which some questions are still to be answered: not even whether, is known."""

    __slots__ = ("open",)
    open: set[str]

    def is_known(self, question: str) -> Truth:
        return None if question in self.open else super().is_known(question)

    def is_unsure(self, question: str, options: Collection[str]) -> Truth:
        return None if question in self.open else super().is_unsure(question, options)


@dataclass
class _Interview:
    """The questions in the order of asking, with every answer possible to those that are asked."""

    questionnaire: Questionnaire
    kept: Mapping[str, AnswerValue]
    asked: Collection[str]
    domains: dict[str, Domain] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    unsure: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.situation = _OpenSituation(self.questionnaire.rule_book, self.domains, self.known, self.unsure)
        self.situation.open = set()

    def shown(self) -> Iterator[str]:
        """Yield the questions that are or may be shown."""
        for question in self.questionnaire.questions.values():
            truth = question.show_if.value(self.situation) if question.show_if else True
            if truth is False or (truth is None and not self._hangs_on_open(question)):
                self.domains[question.id] = domain_unasked(question, truth)
                continue
            if truth is None or question.id in self.asked or question.id not in self.kept:
                self.situation.open.add(question.id)
                self.domains[question.id] = _anything(question)
            else:
                self._take(question, self.kept[question.id])
            yield question.id

    def _hangs_on_open(self, question: Question) -> bool:
        """Return whether an answer still to be given decides if the question is shown."""
        return not self.situation.open.isdisjoint(self.questionnaire.parents[question.id])

    def _take(self, question: Question, value: AnswerValue) -> None:
        self.domains[question.id] = domain_of(question, value, self.situation)
        says_nothing = unknown_option(question, value)
        if says_nothing:
            self.unsure[question.id] = says_nothing
        elif value is not None:
            self.known.add(question.id)


def may_be_shown(
    questionnaire: Questionnaire, kept: Mapping[str, AnswerValue], asked: Collection[str]
) -> tuple[str, ...]:
    """Return the questions that are shown for some answers to `asked`, in the order of asking.

    `kept` are the answers that are taken from last time; None for skipped.
    """
    return tuple(_Interview(questionnaire, kept, asked).shown())


def _anything(question: Question) -> Domain:
    """Return every value that the question may have, asked or not."""
    if question.kind == "number":
        ends = [end for row in question.bounds for end in (row.low, row.high)]
        hidden = question.when_hidden
        every = ends if hidden is None or isinstance(hidden, str) else [*ends, hidden]
        return min(every), max(every)
    if question.kind == "multi":
        every_pick = (one.id for one in question.options if not (one.exclusive or one.is_unknown))
        return Picks(frozenset(), frozenset(every_pick))
    return plain_options(question)
