"""Questions, options, measures, phrases and references without any use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from webapp.questionnaire.loading.cross_references import REGION_QUESTION, reference_uses
from webapp.questionnaire.loading.dependency_graph import reachable
from webapp.questionnaire.loading.document import QuestionTable
from webapp.questionnaire.loading.placeholders import is_about_answers, placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry
from webapp.questionnaire.loading.texts import texts
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import Picked
from webapp.workbench.lint.context import NOT_PROVED, LintContext
from webapp.workbench.lint.influence import Influence


def check_unused(ctx: LintContext) -> None:
    """Note what is written or asked without any use."""
    live = _Live(ctx)
    influence = Influence(ctx, live.conditions)
    for question in ctx.document.questions:
        _check_question(ctx, question, live)
        _check_influence(ctx, question, live, influence)
    for measure in ctx.document.measures:
        if measure.table.id not in live.measures:
            _note(ctx, (*measure.path, "id"), "measure-unused", "nothing looks at this measure")
    for phrase in ctx.document.phrases:
        if phrase.table.id not in live.phrases:
            _note(ctx, (*phrase.path, "id"), "phrase-unused", "no text has this phrase as a placeholder")
    named = {name for _, name in reference_uses(ctx.document)}
    for reference in ctx.document.references:
        if reference.table.id not in named:
            _note(ctx, (*reference.path, "id"), "reference-unused", "nothing names this reference")


def _note(ctx: LintContext, path: TomlPath, code: str, message: str) -> None:
    ctx.note(path, code, message, str(path[-1]))


def _check_question(ctx: LintContext, question: TableEntry[QuestionTable], live: _Live) -> None:
    name = question.table.id
    if name not in live.questions:
        message = (
            "no level, flag, text or list depends on this question: whatever is answered changes nothing"
        )
        _note(ctx, (*question.path, "id"), "changes-nothing", message)
    elif question.table.kind == "multi" and name not in live.printed and name in live.picks:
        for index, option in enumerate(question.table.options):
            if not (option.exclusive or option.is_unknown or option.id in live.picks[name]):
                message = f'ticking "{option.label}" changes nothing: no rule looks at it'
                ctx.note((*question.path, "options", index), "option-changes-nothing", message, option.id)


def _check_influence(
    ctx: LintContext, question: TableEntry[QuestionTable], live: _Live, influence: Influence
) -> None:
    name = question.table.id
    if name in live.questions and name not in live.printed and not influence.matters(name):
        message = f"rules look at this question, and no answer to it makes a difference{NOT_PROVED}"
        _note(ctx, (*question.path, "id"), "changes-nothing", message)


@dataclass(frozen=True)
class _Live:
    """What levels, flags, printed texts and the order of questions depend on."""

    ctx: LintContext

    @cached_property
    def phrases(self) -> frozenset[str]:
        steps = {
            phrase.table.id: frozenset(
                name for row in phrase.table.cases for name, _ in placeholders(row.text)
            )
            for phrase in self.ctx.document.phrases
        }
        return reachable(steps, self._placeholders(is_phrase=False)) & steps.keys()

    @cached_property
    def printed(self) -> frozenset[str]:
        """The questions and measures whose values are printed, in a text or for the practitioner."""
        document = self.ctx.document
        scores = [name for score in document.scores for name in (score.table.measure, *score.table.items)]
        listed = [name for listed in document.listed for name in listed.table.questions]
        others = [value.table.question for value in document.laboratory]
        for factor in document.factors:
            others += [factor.table.estimate, *factor.table.number_lines]
        inside = self._placeholders(is_phrase=False) | self._placeholders(is_phrase=True)
        return frozenset((*inside, *scores, *listed, *others, REGION_QUESTION))

    @cached_property
    def measures(self) -> frozenset[str]:
        steps = {name: rule.names().measures for name, rule in self._book.items()}
        first = {name for _, rule in self._roots() for name in rule.names().measures}
        return reachable(steps, first | (self.printed & self._book.keys()))

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset(name for rule in self._rules() for name in rule.names().questions) | self.printed

    @cached_property
    def picks(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for part in (part for rule in self._rules() for part in rule.walk() if isinstance(part, Picked)):
            found.setdefault(part.question, set()).add(part.option)
        return found

    @property
    def conditions(self) -> tuple[Node, ...]:
        nodes = self.ctx.loaded.formulas.nodes
        inside = [one.path for one in self.ctx.document.measures if one.table.id in self.measures]
        roots = [path for path, _ in self._roots()]
        live = (path for path in nodes if path in roots or path[:2] in inside)
        return tuple(nodes[path] for path in live if self._is_condition(path))

    def _is_condition(self, path: TomlPath) -> bool:
        if path[-1] != "value":
            return True
        return path[0] == "measure" and self.ctx.document.measures[int(path[1])].table.type == "yesno"

    @property
    def _book(self) -> dict[str, Node]:
        return dict(self.ctx.loaded.questionnaire.rule_book.measures)

    def _rules(self) -> Iterator[Node]:
        yield from (rule for _, rule in self._roots())
        yield from (self._book[name] for name in self.measures)

    def _roots(self) -> Iterator[tuple[TomlPath, Node]]:
        """Yield the rules that decide something themselves: not those of measures and unused phrases."""
        unused = [one.path for one in self.ctx.document.phrases if one.table.id not in self.phrases]
        for path, rule in self.ctx.loaded.formulas.nodes.items():
            if path[0] != "measure" and path[:2] not in unused:
                yield path, rule

    def _placeholders(self, *, is_phrase: bool) -> frozenset[str]:
        return frozenset(
            name
            for path, text in texts(self.ctx.loaded.errors.data)
            if is_about_answers(path) and self._is_printed(path, is_phrase=is_phrase)
            for name, _ in placeholders(text)
        )

    def _is_printed(self, path: TomlPath, *, is_phrase: bool) -> bool:
        if path[0] != "phrase":
            return not is_phrase
        phrase = self.ctx.document.phrases[int(path[1])] if is_phrase else None
        return phrase is not None and phrase.table.id in self.phrases
