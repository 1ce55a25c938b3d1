"""The sentences on a level that is there and may be higher, without the level."""

from collections.abc import Iterator

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.workbench.lint.context import LintContext

PATTERNS, NEEDED = ("level_at_least", "level_at_least_range"), "lowest"


def check_level_pattern(ctx: LintContext) -> None:
    """Refuse such a sentence, plain or easy, if it does not say which level is there for sure."""
    for path, text in _sentences(ctx):
        if all(name != NEEDED for name, _ in placeholders(text)):
            message = f"this sentence needs {{{NEEDED}}}: the level that is there for sure"
            ctx.note(path, "missing-placeholder", message, text)


def _sentences(ctx: LintContext) -> Iterator[tuple[TomlPath, str]]:
    easy = ctx.loaded.errors.data["words"].get("easy", {})
    for path, words in ((("words",), ctx.document.words), (("words", "easy"), easy)):
        yield from (((*path, name), words[name]) for name in PATTERNS if name in words)
