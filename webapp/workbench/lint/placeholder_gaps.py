"""Placeholders that may have no value, and are then printed as "?"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from webapp.questionnaire.loading.placeholders import is_about_answers, placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.texts import texts
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.facts import Facts, Value
from webapp.questionnaire.rules.intervals import OrAbsent, Truth
from webapp.questionnaire.rules.nodes import Answer, MeasureRef, NumberAnswer
from webapp.questionnaire.rules.unresolved import unresolved_answers
from webapp.questionnaire.rules.vocabulary import Vocabulary
from webapp.workbench.lint.abstract_state import SKIPPED, AbstractState
from webapp.workbench.lint.context import LintContext

ROWS = ("told", "cases")  # lists of texts that print only the first that fits


@dataclass(frozen=True, slots=True)
class Unanswered(Answer):
    """A question that was skipped or not asked."""

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return f"{self.question} was skipped or not asked"

    def value(self, facts: Facts) -> Value:
        state = cast("AbstractState", facts)
        asked, says = state.asked(self.question), state.answers[self.question].says
        if not asked:
            return True if asked is False else None
        return says == SKIPPED if says else None


@dataclass(frozen=True, slots=True)
class Absent(Node):
    """A measure that has no value, or may have none, because numbers that it needs were not given."""

    measure: str
    numbers: tuple[NumberAnswer, ...]

    def write(self, words: Vocabulary, facts: Facts | None = None) -> str:
        return f"{self.measure} has no value"

    @property
    def children(self) -> tuple[Node, ...]:
        return (*self.numbers, MeasureRef(self.measure))

    def value(self, facts: Facts) -> Value:
        state = cast("AbstractState", facts)
        if any(state.asked(number.question) is None for number in self.numbers):
            return None
        value = facts.measure(self.measure)
        return self._is_left_open(state) if isinstance(value, OrAbsent) else value is None

    def _is_left_open(self, state: AbstractState) -> Truth:
        """Return True where their own answers leave open whether it has a value; None where others do."""
        behind = unresolved_answers([MeasureRef(self.measure)], state)
        return True if all(state.is_settled(one.question) for one in behind) else None


@dataclass(frozen=True)
class PrintedText:
    """A text at a path, and the rules of the people who read it."""

    path: TomlPath
    text: str
    holds: tuple[Node, ...]
    lacks: tuple[Node, ...]


def check_placeholder_gaps(ctx: LintContext) -> None:
    """Note every placeholder that is printed for people without a value for it."""
    for path, text in texts(ctx.loaded.errors.data):
        if is_about_answers(path) and path[0] != "phrase":
            _check(ctx, _printed_text(ctx, path, text))


def _printed_text(ctx: LintContext, path: TomlPath, text: str) -> PrintedText:
    """Return who reads the text at a path: all conditions around it hold, and no row before it does."""
    whens = [ctx.rule((*path[:end], "when")) for end in range(1, len(path))]
    before: list[Node | None] = []
    for end in range(1, len(path)):
        if path[end - 1] in ROWS and isinstance(path[end], int):
            before += [ctx.rule((*path[:end], index, "when")) for index in range(int(path[end]))]
    return PrintedText(path, text, tuple(one for one in whens if one), tuple(one for one in before if one))


def _check(ctx: LintContext, reading: PrintedText) -> None:
    for name, _ in placeholders(reading.text):
        for row in _rows(ctx, name):
            _check(ctx, replace(row, holds=reading.holds + row.holds, lacks=reading.lacks + row.lacks))
        nothing = _nothing_to_print(ctx, name)
        if nothing and not ctx.find_reader((*reading.holds, nothing), reading.lacks).is_empty:
            message = f'{{{name}}} prints as "?" where {nothing.text}'
            ctx.note(reading.path, "placeholder-empty", message, name)


def _rows(ctx: LintContext, name: str) -> Iterator[PrintedText]:
    for phrase in ctx.document.phrases:
        if phrase.table.id == name:
            for index, row in enumerate(phrase.table.cases):
                yield _printed_text(ctx, (*phrase.path, "cases", index, "text"), row.text)


def _nothing_to_print(ctx: LintContext, name: str) -> Node | None:
    """Return the rule of people without a value for a placeholder; None where all have one."""
    questionnaire = ctx.loaded.questionnaire
    if name in questionnaire.questions:
        return Unanswered(name)
    if name not in questionnaire.measures:
        return None
    behind = questionnaire.rule_book.questions_of([questionnaire.measures[name].formula])
    numbers = (questionnaire.questions[one] for one in sorted(behind))
    missing = (one for one in numbers if one.kind == "number" and one.show_if and one.when_hidden is None)
    absent = tuple(NumberAnswer(one.id) for one in missing)
    return Absent(name, absent) if absent else None
