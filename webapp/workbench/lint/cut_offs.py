"""Cut-offs that do not say where they come from."""

from webapp.questionnaire.loading.bases import bases
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import Constant
from webapp.workbench.lint.context import LintContext

WORDING = frozenset({"told", "ask", "phrase", "evidence", "offer_if", "laboratory", "basis", "check"})
"""Keys of rules that only choose words, answers or units, or ask back: they judge nobody."""


def check_bases_of_rules(ctx: LintContext) -> None:
    """Refuse each rule that judges by a number of its own and has no basis."""
    found = {path for path, _ in bases(ctx.document)}
    for path, rule in ctx.loaded.formulas.nodes.items():
        if WORDING.isdisjoint(path) and _has_number(rule) and found.isdisjoint(_places(path)):
            message = f'this rule judges by a number and has no basis: "{rule.text}"'
            ctx.note(path, "rule-without-basis", message, rule.text)


def _has_number(rule: Node) -> bool:
    """Return whether the rule has a number other than 0; 0 only asks for any amount at all."""
    return any(isinstance(part, Constant) and part.number != 0 for part in rule.walk())


def _places(path: TomlPath) -> tuple[TomlPath, ...]:
    """Return where the basis of a rule may stand: beside it, under its key, or for all rows together."""
    table, key = path[:-1], path[-1]
    return (
        (*table, "basis"),
        (*table, "basis", key),
        (*table[:-2], "basis"),
        (*table[:-2], "basis", table[-2]),
    )
