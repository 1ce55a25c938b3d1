"""Two versions of a questionnaire compared: what may not differ.

Tables are compared by id, not rules by meaning: a rule in other words counts as changed.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from webapp.questionnaire.loading.wording import holds_words, is_printed_note
from webapp.questionnaire.rules.numbers import write_exact
from webapp.workbench.lint.context import LintContext
from webapp.workbench.tree_diff import TreeDifference, tree_diff

Tables = Mapping[str, Any]

SILENT_KEYS = frozenset(
    {
        *("version", "article_reference", "source", "checked", "confirmed", "minutes"),
        *("phoned_by", "phoned_on"),
        *("signed_off", "review_due", "urgent_review_due"),
    }
)
"""Keys that change neither findings nor printed words."""

SILENT_TABLES = frozenset({"accepted"})
CITATION_KEYS = frozenset({"references", "sources"})
"""Lists of ids of references: like their records, they may be corrected under the same version."""

LONGEST_QUOTE = 60


def check_since(ctx: LintContext, old: Tables) -> None:
    """Note ids that are gone and, under an unchanged version, changed words and changed meaning."""
    new = ctx.loaded.errors.data
    for one in tree_diff(old, new):
        gone = _gone(one, ctx)
        if gone:
            ctx.note(one.path[:-1], "id-gone", f"{gone} gone", str(one.path[-1]))
        elif new["version"] == old.get("version") and not (_is_silent(one) or _is_citation(one)):
            code = "words-without-version" if _is_wording(one) else "meaning-without-version"
            message = f'{_what_differs(one)}, and the version is still "{new["version"]}"'
            ctx.note(one.path, code, message, str(one.path[-1]))


def _gone(one: TreeDifference, ctx: LintContext) -> str:
    """Return which id of stored answers is gone; "" also for a question that only moved."""
    if one.new is not None or one.path[0] != "section" or not isinstance(one.old, Mapping):
        return ""
    holder = one.path[-2]
    if holder == "options":
        return f'the option "{one.path[-1]}" is'
    tables = {"section": one.old.get("question"), "question": [one.old]}.get(str(holder))
    asked = [table.get("id") for table in tables or () if isinstance(table, Mapping)]
    names = [f'"{name}"' for name in asked if name and name not in ctx.loaded.questionnaire.questions]
    if not names:
        return ""
    return f"the question {names[0]} is" if len(names) == 1 else f"the questions {', '.join(names)} are"


def _is_wording(one: TreeDifference) -> bool:
    is_text = not isinstance(one.new, Mapping) and not isinstance(one.old, Mapping)
    return is_text and holds_words(one.path)


def _is_silent(one: TreeDifference) -> bool:
    """Return whether neither what is judged nor what is said differs."""
    keys = [step for step in one.path if isinstance(step, str)]
    is_remark = keys[-1] == "note" and not (isinstance(one.new or one.old, list) or is_printed_note(keys))
    return is_remark or keys[-1] in SILENT_KEYS or keys[0] in SILENT_TABLES


def _is_citation(one: TreeDifference) -> bool:
    """Return whether only the record of a paper differs, or which papers are named."""
    return one.path[0] == "reference" or not CITATION_KEYS.isdisjoint(one.path)


def _what_differs(one: TreeDifference) -> str:
    if one.old is None:
        return "this is new"
    if one.new is None:
        return f"{one.path[-1]} is gone"
    if isinstance(one.new, Mapping | list) or isinstance(one.old, Mapping | list):
        return "this was otherwise"
    return f"this was {_written(one.old)}"


def _written(value: object) -> str:
    if isinstance(value, str):
        cut = value if len(value) <= LONGEST_QUOTE else f"{value[:LONGEST_QUOTE]}…"
        return f'"{cut}"'
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return str(value).lower()
    return write_exact(value)
