"""Answers: which questions are asked, and the possible values of each answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from webapp.questionnaire.domains import AnswerValue, domain_of, domain_unasked, unknown_option
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.facts import Domain
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.numbers import write_exact
from webapp.questionnaire.rules.situation import Situation


@dataclass(frozen=True)
class Answers:
    """The answers of one person.

    `given` has every question that was asked, in order; None means skipped. Answers to hidden questions are
    not in it, but in `unasked`: they count for page checks alone. `situation` is what rules are evaluated in.
    """

    questionnaire: Questionnaire
    given: Mapping[str, AnswerValue]
    situation: Situation = field(repr=False, compare=False)
    unasked: Mapping[str, AnswerValue] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def unscored(self) -> frozenset[str]:
        """Return the measures that score an instrument asked in words that nobody validated."""
        lacking = self.questionnaire.unpublished.intersection(self.given)
        if not lacking:
            return frozenset()
        instruments = self.questionnaire.practice.instruments(self.questionnaire.rule_book)
        return frozenset(measure for measure, asked in instruments.items() if asked & lacking)

    def rests_on_unscored(self, rule: Node) -> bool:
        """Return whether the rule depends on a score that is not shown."""
        return not self.unscored.isdisjoint(self.questionnaire.rule_book.measures_behind(rule))

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """Return the questions that are printed and counted as asked, in order.

        Without an answer, one that only some clinics ask is left out: most patients were never asked it.
        """
        questions = self.questionnaire.questions
        return tuple(
            name
            for name, value in self.given.items()
            if value is not None or questions[name].clinic != "opt_in"
        )

    def is_shown(self, question_id: str) -> bool:
        return question_id in self.given

    def is_unknown(self, question_id: str) -> bool:
        return question_id in self.given and question_id not in self.situation.known

    def to_json(self) -> dict[str, object]:
        """Return the given answers as plain values; decimals as text, so that they stay exact."""
        return {question_id: _json_value(value) for question_id, value in self.given.items()}


Give = Callable[[Question, Situation], AnswerValue]
"""A function that answers one question, knowing the answers before it."""


def resolve(questionnaire: Questionnaire, raw: Mapping[str, AnswerValue]) -> Answers:
    """Return the answers that count, from values of the right kind: those to hidden questions do not.

    `raw` may lack any question (skipped). Values must fit their questions; see `validate_answers`.
    """
    answers = interview(questionnaire, lambda question, _: raw.get(question.id))
    hidden = {one: value for one, value in raw.items() if value is not None and one not in answers.given}
    return replace(answers, unasked=hidden) if hidden else answers


def interview(
    questionnaire: Questionnaire, give: Give, is_over: Callable[[Question, Situation], bool] | None = None
) -> Answers:
    """Ask one question after the other, as far as each is to be asked, and return the answers.

    `is_over` is called after each question, asked or not; True ends the interview there.
    """
    domains: dict[str, Domain] = {}
    known: set[str] = set()
    unsure: dict[str, str] = {}
    situation = Situation(questionnaire.rule_book, domains, known, unsure)
    given: dict[str, AnswerValue] = {}
    for question in questionnaire.questions.values():
        shown = _is_due(question, situation)
        if shown:
            value = given[question.id] = give(question, situation)
            _note(question, value, known, unsure)
            domains[question.id] = domain_of(question, value, situation)
        else:
            domains[question.id] = domain_unasked(question, shown)
        if is_over and is_over(question, situation):
            break
    return Answers(questionnaire, given, situation)


def _is_due(question: Question, situation: Situation) -> Truth:
    return True if question.show_if is None else question.show_if.value(situation)  # type: ignore[return-value]


def _note(question: Question, value: AnswerValue, known: set[str], unsure: dict[str, str]) -> None:
    saying_nothing = unknown_option(question, value)
    if saying_nothing:
        unsure[question.id] = saying_nothing
    elif value is not None:
        known.add(question.id)


def _json_value(value: AnswerValue) -> object:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Fraction):
        return write_exact(value)
    return value
