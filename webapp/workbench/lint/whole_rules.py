"""Rules whose text is not judged as it reads: brackets that end too soon, and remarks."""

from webapp.questionnaire.loading.formulas import rule_texts
from webapp.questionnaire.rules.whole import loose_piece
from webapp.workbench.lint.context import LintContext


def check_whole_rules(ctx: LintContext) -> None:
    """Refuse each text that is more, or less, than one whole rule."""
    for rule in rule_texts(ctx.document):
        if loose := loose_piece(rule.text):
            message = f'{loose.message}: "{loose.faulty}"'
            ctx.loaded.errors.add(rule.path, "loose-rule", message, loose.faulty, line=loose.line)
