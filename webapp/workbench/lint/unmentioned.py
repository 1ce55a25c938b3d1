"""Answers that decide a level but that `told` does not mention: the report would give a wrong reason."""

from collections.abc import Iterator

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.model import ConditionalText, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.workbench.lint.context import LintContext


def check_unmentioned(ctx: LintContext) -> None:
    """Note each question and measure in a factor's rules that its `told` does not mention."""
    questionnaire = ctx.loaded.questionnaire
    for entry in ctx.document.factors:
        factor = questionnaire.factors[entry.table.id]
        said = set(_said(questionnaire, factor.told))
        for name in sorted({name for rule in factor.rules.values() for name in _named(rule)}):
            if said.isdisjoint({name, *_behind(questionnaire, name)}):
                message = f'a level hangs on "{name}", and told says nothing of it'
                ctx.note((*entry.path, "told"), "never-told", message, name)


def _said(questionnaire: Questionnaire, words: ConditionalText) -> Iterator[str]:
    """Yield what these texts print or depend on, with the questions behind it."""
    for condition, text in words.rows:
        names = {*(_named(condition) if condition else ()), *(name for name, _ in placeholders(text))}
        for name in names:
            yield name
            yield from _behind(questionnaire, name)
            if name in questionnaire.phrases:
                yield from _said(questionnaire, questionnaire.phrases[name])


def _named(rule: Node) -> frozenset[str]:
    """Return the questions and measures in a rule itself; other factors explain their own."""
    names = rule.names()
    return names.questions | names.measures


def _behind(questionnaire: Questionnaire, name: str) -> frozenset[str]:
    measure = questionnaire.measures.get(name)
    return questionnaire.rule_book.questions_of([measure.formula]) if measure else frozenset()
