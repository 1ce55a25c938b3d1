"""Placeholders: the words in braces that the report fills in."""

import re
from collections.abc import Collection, Iterator

from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.questionnaire.loading.texts import texts
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.regions import REGION_WORDS

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
BRACE = re.compile(r"[{}]")

FILLED_TABLES = ("phrase", "safety", "score", "spoiler", "considered")
FILLED_KEYS = ("text", "note", "limits")
"""The tables and keys, besides those of factors, whose texts are filled with answers."""

FILLED = (
    "words, told, notes, phrases, safety texts and the practitioner's page (help, short: those of regions)"
)
"""Where placeholders may stand, for authors."""

FOUND = ("lowest", "highest", "signs")
"""Placeholders of the fixed words: the level words of one finding, and the signs that were ticked."""


def placeholders(text: str) -> list[tuple[str, int]]:
    """Return the names in braces, each with its line in the text (from 0)."""
    return [(match[1], text.count("\n", 0, match.start())) for match in PLACEHOLDER.finditer(text)]


def check_placeholders(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for unknown or misplaced placeholders, and for stray braces."""
    answers = [entry.table.id for entry in document.questions]
    answers += [entry.table.id for entry in document.measures]
    answers += [entry.table.id for entry in document.phrases]
    wordless = [entry.table.id for entry in document.measures if entry.table.type != "number"]
    regional = _region_words(document)
    for path, text in texts(errors.data):
        _check_braces(errors, path, text)
        if "easy" in path:
            continue  # `easy` holds them to those of the plain words
        if is_about_answers(path):
            _check_known(errors, path, text, [*answers, *regional])
            _check_printed(errors, path, text, wordless)
        elif path[0] == "words":
            _check_known(errors, path, text, [*FOUND, *regional])
        elif path[-1] == "help" or _is_short_of_measure(path):
            _check_known(errors, path, text, regional)
        else:
            _refuse_all(errors, path, text)


def _region_words(document: TomlDocument) -> list[str]:
    """Return the placeholders for which the default region has words: they may stand in any such text."""
    defaults = [one.table for one in document.regions if not one.table.id]
    return [name for name in REGION_WORDS if all(getattr(one, name) for one in defaults)]


def is_about_answers(path: TomlPath) -> bool:
    """Return whether the text at this path is filled with answers, measures and phrases."""
    if path[0] == "factor":
        return path[2] == "told" or (path[2] == "note" and path[-1] == "text")
    return path[0] in FILLED_TABLES and path[-1] in FILLED_KEYS


def answer_placeholders(errors: ErrorCollector) -> Iterator[tuple[TomlPath, str]]:
    """Yield every placeholder of the texts that are filled with answers."""
    for path, text in texts(errors.data):
        if is_about_answers(path):
            yield from ((path, name) for name, _ in placeholders(text))


def _is_short_of_measure(path: TomlPath) -> bool:
    return path[0] == "measure" and path[-1] == "short"


def _check_known(errors: ErrorCollector, path: TomlPath, text: str, known: Collection[str]) -> None:
    for name, line in placeholders(text):
        if name not in known:
            errors.add_unknown_name(path, "placeholder", name, known, line)


def _check_printed(errors: ErrorCollector, path: TomlPath, text: str, wordless: Collection[str]) -> None:
    for name, line in placeholders(text):
        if name in wordless:
            message = f'the measure "{name}" is no number, so there are no words for it: use a phrase'
            errors.add(path, "wrong-type", message, name, line=line)


def _refuse_all(errors: ErrorCollector, path: TomlPath, text: str) -> None:
    for name, line in placeholders(text):
        message = f"{{{name}}} is not filled in here, only in {FILLED}"
        errors.add(path, "misplaced-placeholder", message, name, line=line)


def _check_braces(errors: ErrorCollector, path: TomlPath, text: str) -> None:
    bare = PLACEHOLDER.sub(lambda match: "." * len(match.group()), text)
    for match in BRACE.finditer(bare):
        line = text.count("\n", 0, match.start())
        message = "a brace must open or close a name, as in {emergency}"
        errors.add(path, "stray-brace", message, match.group(), line=line)
