"""Questions that rules use without any effect.

A question matters if two people who differ only in its answer are judged differently by some rule. So for
each rule, people are searched for whom it holds, and people for whom it does not; among each, with that one
answer set free, a person of the other kind. Only that answer can then be the reason.
"""

from dataclasses import dataclass

from webapp.questionnaire.rules import Node
from webapp.workbench.lint.abstract_state import AbstractAnswer
from webapp.workbench.lint.context import LintContext
from webapp.workbench.lint.search import Goal, find_witness, find_witness_in


@dataclass(frozen=True)
class Influence:
    """The effect of questions on a set of rules."""

    ctx: LintContext
    rules: tuple[Node, ...]

    def matters(self, question: str) -> bool:
        """Return whether two people were found who differ in this answer alone and in the value of a rule."""
        questionnaire = self.ctx.loaded.questionnaire
        book, show_if = questionnaire.rule_book, questionnaire.questions[question].show_if
        asked = (show_if,) if show_if else ()
        looking = (rule for rule in self.rules if question in book.questions_of([rule]))
        return any(self._is_decided(rule, question, asked) for rule in looking)

    def _is_decided(self, rule: Node, question: str, asked: tuple[Node, ...]) -> bool:
        holds, lacks = Goal((*asked, rule)), Goal(asked, (rule,))
        return self._changes(question, holds, lacks) or self._changes(question, lacks, holds)

    def _changes(self, question: str, goal: Goal, other: Goal) -> bool:
        people = find_witness(self.ctx.universe, goal, self.ctx.max_states).witness
        if people is None:
            return False
        free = people.with_answer(question, AbstractAnswer())
        return not find_witness_in(free, other, self.ctx.max_states).is_empty
