"""Comparisons that no answers can make true, also where each side alone could be so."""

from functools import cached_property

from webapp.questionnaire.loading.formulas import rule_texts
from webapp.questionnaire.loading.thresholds import line_of
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.operations import Compare
from webapp.workbench.lint.context import LintContext


def check_never_holds(ctx: LintContext) -> None:
    """Refuse each comparison for which the search proves that it is true for nobody.

    Loading refuses what is outside all bounds; this also knows which numbers can be typed.
    """
    dead = _DeadComparisons(ctx)
    for rule in rule_texts(ctx.document):
        for part in ctx.loaded.formulas.nodes[rule.path].walk():
            if isinstance(part, Compare) and dead.has(part):
                message = f'no answers can make this true: "{part.text}"'
                ctx.loaded.errors.add(rule.path, "never-holds", message, part.text, line=line_of(rule, part))


class _DeadComparisons:
    """The comparisons of one questionnaire that hold for nobody."""

    def __init__(self, ctx: LintContext) -> None:
        self.ctx = ctx
        self._found: dict[Node, bool] = {}

    def has(self, part: Compare) -> bool:
        if part not in self._found:
            result = self.ctx.find_person([part])
            self._found[part] = result.is_empty and result.is_proved and not self._is_excused(part)
        return self._found[part]

    def _is_excused(self, part: Compare) -> bool:
        """Return whether it looks at a figure that is a pair, or at a question that nobody is asked.

        With a pair it may hold, and never surely does. Of such a question there is a warning.
        """
        behind = self.ctx.loaded.questionnaire.rule_book.questions_of([part])
        return not behind.isdisjoint(self._excused)

    @cached_property
    def _excused(self) -> frozenset[str]:
        asked = self.ctx.loaded.questionnaire.questions.values()
        figures = {
            one.id: [figure for option in one.options for figure in option.figures.values()] for one in asked
        }
        pairs = {name for name, every in figures.items() if any(isinstance(one, tuple) for one in every)}
        never = {one.id for one in asked if one.show_if and self.ctx.find_person([one.show_if]).is_empty}
        return frozenset(pairs | never)
