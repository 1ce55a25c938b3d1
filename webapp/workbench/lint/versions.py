"""Two versions of a questionnaire compared, or a text and its translation: what may not differ.

Tables are compared by id, not rules by meaning: a rule in other words counts as changed.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.loading.values import decimal_text
from webapp.workbench.lint.context import LintContext
from webapp.workbench.tree_diff import TreeDifference, have_ids, tree_diff

Tables = Mapping[str, Any]

WORD_KEYS = frozenset(
    {
        *("text", "help", "short", "title", "label", "intro", "why", "ask", "told", "remark", "limits"),
        *("unknown_label", "emergency", "help_line", "unit"),
    }
)
"""Keys whose values are words that people read; the tables `words` and `unit` hold nothing else."""

SILENT_KEYS = frozenset(
    {
        *("version", "article_reference", "source", "checked", "confirmed", "minutes"),
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
    if one.path[-2] == "options":
        return f'the option "{one.path[-1]}" is'
    tables = one.old.get("question", []) if one.path[-2] == "section" else [one.old]
    left = ctx.loaded.questionnaire.questions
    names = [f'"{table["id"]}"' for table in tables if table["id"] not in left]
    if not names:
        return ""
    return f"the question {names[0]} is" if len(names) == 1 else f"the questions {', '.join(names)} are"


def check_translation(ctx: LintContext, original: Tables) -> None:
    """Note texts that are not translated, and every difference apart from words."""
    new = ctx.loaded.errors.data
    if new["language"] == original.get("language"):
        message = f'both files say that their language is "{new["language"]}"'
        ctx.note(("language",), "translation-differs", message)
    for one in tree_diff(original, new):
        if not (
            _is_wording(one) or _is_silent(one) or one.path == ("language",) or one.path[0] == "reference"
        ):
            ctx.note(one.path, "translation-differs", f"{_what_differs(one)}", str(one.path[-1]))
        elif _is_wording(one) and _placeholders(one.new) != _placeholders(one.old):
            message = f"the original has other words in braces: {', '.join(sorted(_placeholders(one.old)))}"
            ctx.note(one.path, "translation-differs", message)
    for path in _alike(new, original, ()):
        ctx.note(path, "untranslated", "this is still in the words of the original")


def _is_wording(one: TreeDifference) -> bool:
    is_text = not isinstance(one.new, Mapping) and not isinstance(one.old, Mapping)
    return is_text and _holds_words(one.path)


def _holds_words(path: Path) -> bool:
    keys = [step for step in path if isinstance(step, str)]
    is_unit = keys[0] == "unit"
    return keys[0] == "words" or is_unit or keys[-1] in WORD_KEYS or _is_basis_note(keys)


def _is_basis_note(keys: list[str]) -> bool:
    """Return whether this is the note of a basis, which practitioners read."""
    return keys[-1] == "note" and "basis" in keys


def _is_silent(one: TreeDifference) -> bool:
    """Return whether neither what is judged nor what is said differs."""
    keys = [step for step in one.path if isinstance(step, str)]
    is_remark = keys[-1] == "note" and not (isinstance(one.new or one.old, list) or _is_basis_note(keys))
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
    return decimal_text(value)


def _placeholders(value: object) -> frozenset[str]:
    return frozenset(name for name, _ in placeholders(value if isinstance(value, str) else ""))


def _alike(new: object, old: object, path: Path) -> Iterator[Path]:
    if isinstance(new, Mapping) and isinstance(old, Mapping):
        for key in new:
            yield from _alike(new[key], old.get(key), (*path, key))
    elif isinstance(new, list) and isinstance(old, list):
        olds = {one["id"]: one for one in old} if have_ids(old) else dict(enumerate(old))
        for index, one in enumerate(new):
            yield from _alike(one, olds.get(one["id"] if have_ids(new) else index), (*path, index))
    elif isinstance(new, str) and new == old and _is_sentence(new) and _holds_words(path):
        yield path


def _is_sentence(text: str) -> bool:
    """Return whether it has several words: a single word may be equal in two languages."""
    return len(text.split()) > 1
