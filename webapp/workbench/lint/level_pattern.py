"""The sentence on a level that is there and may be higher, without the level."""

from collections.abc import Iterator

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import Path
from webapp.workbench.lint.context import LintContext

PATTERN, NEEDED = "level_at_least", "lowest"


def check_level_pattern(ctx: LintContext) -> None:
    """Refuse the sentence, plain or easy, if it does not say which level is there for sure."""
    for path, text in _sentences(ctx):
        if all(name != NEEDED for name, _ in placeholders(text)):
            message = f"this sentence needs {{{NEEDED}}}: the level that is there for sure"
            ctx.note(path, "missing-placeholder", message, text)


def _sentences(ctx: LintContext) -> Iterator[tuple[Path, str]]:
    yield ("words", PATTERN), ctx.document.words[PATTERN]
    easy = ctx.loaded.errors.data["words"].get("easy", {})
    if PATTERN in easy:
        yield ("words", "easy", PATTERN), easy[PATTERN]
