"""Answers that decide a level and that `told` never mentions: the report would give a wrong reason."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.model import ConditionalText, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.workbench.lint.context import LintContext


def check_unmentioned(ctx: LintContext) -> None:
    """Note each question and measure that a factor's rules name and its `told` does not mention."""
    asked = ctx.loaded.questionnaire
    for entry in ctx.document.factors:
        factor = asked.factors[entry.table.id]
        said = set(_said(asked, factor.told))
        for name in sorted({name for rule in factor.rules.values() for name in _named(rule)}):
            if said.isdisjoint({name, *_behind(asked, name)}):
                message = f'a level hangs on "{name}", and told says nothing of it'
                ctx.note((*entry.path, "told"), "never-told", message, name)


def _said(asked: Questionnaire, words: ConditionalText) -> Iterator[str]:
    """What these words print or look at, with the questions behind it."""
    for condition, text in words.rows:
        names = {*(_named(condition) if condition else ()), *(name for name, _ in placeholders(text))}
        for name in names:
            yield name
            yield from _behind(asked, name)
            if name in asked.phrases:
                yield from _said(asked, asked.phrases[name])


def _named(rule: Node) -> frozenset[str]:
    """The questions and measures that a rule names itself; other factors tell their own."""
    names = rule.names()
    return names.questions | names.measures


def _behind(asked: Questionnaire, name: str) -> frozenset[str]:
    """The questions behind a measure; none where the name is another thing's."""
    measure = asked.measures.get(name)
    return asked.rule_book.questions_of([measure.formula]) if measure else frozenset()
