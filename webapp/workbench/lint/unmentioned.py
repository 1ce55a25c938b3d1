"""Answers that decide a level but that `told` does not mention: the report would give a wrong reason."""

from collections.abc import Iterator, Set

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.model import ConditionalText, Factor, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import Answer, IsKnown, MeasureRef
from webapp.questionnaire.rules.operations import Compare
from webapp.report.views.factors import FOR_PATIENTS
from webapp.workbench.lint.context import LintContext


def check_unmentioned(ctx: LintContext) -> None:
    """Note each answer that a factor's rules judge, also through measures, and that patients do not read."""
    questionnaire = ctx.loaded.questionnaire
    for entry in ctx.document.factors:
        factor = questionnaire.factors[entry.table.id]
        said = {name for words in _words(factor) for name in _said(questionnaire, words)}
        untold = (_untold(questionnaire, rule, said) for rule in factor.rules.values())
        for name in sorted({name for names in untold for name in names}):
            message = f'a level hangs on "{name}", and told says nothing of it'
            ctx.note((*entry.path, "told", name), "never-told", message, name)


def _words(factor: Factor) -> Iterator[ConditionalText]:
    """Yield what patients read of a factor's answers: `told`, and the remarks on what counts, too."""
    yield factor.told
    notes = (note for note in factor.notes if note.audience in FOR_PATIENTS and not note.is_about_open)
    yield ConditionalText(tuple((note.when, note.text) for note in notes))


def _said(questionnaire: Questionnaire, words: ConditionalText) -> Iterator[str]:
    """Yield what these texts depend on, and what they print with all that a printed number sums up."""
    for condition, text in words.rows:
        yield from _judged(condition) if condition else ()
        for name, _ in placeholders(text):
            yield name
            if name in questionnaire.measures:
                yield from _summed_up(questionnaire, name)
            elif name in questionnaire.phrases:
                yield from _said(questionnaire, questionnaire.phrases[name])


def _summed_up(questionnaire: Questionnaire, measure: str) -> Iterator[str]:
    formula = questionnaire.measures[measure].formula
    yield from questionnaire.rule_book.measures_behind(formula)
    yield from questionnaire.rule_book.questions_of([formula])


def _untold(questionnaire: Questionnaire, rule: Node, said: Set[str]) -> Iterator[str]:
    """Yield the questions that a rule judges and that are not said, looking into measures that are not."""
    for name in _judged(rule):
        if name in said:
            continue
        if name in questionnaire.measures:
            yield from _untold(questionnaire, questionnaire.measures[name].formula, said)
        else:
            yield name


def _judged(rule: Node) -> Iterator[str]:
    """Yield the questions and measures that a rule judges.

    These are neither the cut-offs, on the right of comparisons, nor what is only looked at for having an
    answer. Other factors explain their own levels.
    """
    if isinstance(rule, IsKnown):
        return
    if isinstance(rule, Answer):
        yield rule.question
    elif isinstance(rule, MeasureRef):
        yield rule.measure
    has_cut_off = isinstance(rule, Compare) and any(_judged(rule.left))
    for child in rule.children[:1] if has_cut_off else rule.children:
        yield from _judged(child)
