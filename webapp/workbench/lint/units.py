"""Units that no language has words for."""

import re

from webapp.questionnaire.loading.units import units_in_use
from webapp.workbench.lint.context import LintContext

CONCENTRATION = re.compile("%|[m\u00b5\u03bcnpf]?(?:g|mol)/(?:[dm]?L|mol)")
"""What laboratories write alike in all languages."""


def check_unit_words(ctx: LintContext) -> None:
    """Note each unit once that is not listed, and so is written as it is in every language."""
    known = {one.table.code for one in ctx.document.units}
    for path, unit in units_in_use(ctx.document):
        if unit not in known and not CONCENTRATION.fullmatch(unit):
            ctx.note(path, "unit-without-words", f'no [[unit]] has words for "{unit}"', unit)
            known.add(unit)
