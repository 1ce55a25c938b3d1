"""The easy-read edition of a questionnaire: its text with the easy words in place of the plain ones."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument, parse_toml
from webapp.questionnaire.loading.wording import (
    EASY,
    SIMPLE,
    digest_of,
    holds_words,
    quoted,
    source_words_line,
    with_values,
    word_texts,
)
from webapp.questionnaire.problems import ErrorCollector

_CACHED = 16  # texts in the cache: reading one takes as long as a request

PathPair = tuple[TomlPath, TomlPath]
"""The path of an easy text, and that of the plain one that it replaces."""


@lru_cache(maxsize=_CACHED)
def easy_edition(text: str) -> str:
    """Return the TOML text of a questionnaire in easy words; what has none keeps its plain ones.

    Its language is marked as simplified (BCP 47). A questionnaire that no clinician signed off says so of
    its easy words.
    """
    source = parse_toml(text)
    spots, data = source.positions.spots, source.data
    words = {spots[plain]: quoted(_at(data, easy)) for easy, plain in easy_pairs(data) if _at(data, easy)}
    head = easy_head(data, digest_of(text))
    return with_values(text, {**words, spots[("language",)]: head})


def easy_head(data: Mapping[str, Any], digest: str) -> str:
    """Return the language of the easy-read edition of a text, as TOML writes it, and what it adds to that."""
    head = quoted(data["language"] + SIMPLE)
    if "translation_of" not in data:
        head += f'\ntranslation_of = "{digest}"\ntranslated_from = {quoted(data["language"])}'
        head += f"\n{source_words_line(word_texts(data))}"
    if not data.get("signed_off") and "unreviewed" not in data:
        head += "\nunreviewed = true"
    return head


@lru_cache(maxsize=_CACHED)
def has_easy_words(text: str) -> bool:
    """Return whether a questionnaire has easy words at all."""
    data = parse_toml(text).data
    return any(_at(data, easy) for easy, _ in easy_pairs(data))


def easy_pairs(value: object, path: TomlPath = ()) -> Iterator[PathPair]:
    """Yield each easy text and the plain one that stands at its place, whether or not there is one."""
    if isinstance(value, Mapping):
        for key, easy in value[EASY].items() if isinstance(value.get(EASY), Mapping) else ():
            yield from _pairs(easy, value.get(key), (*path, EASY, key), (*path, key))
        for key in (one for one in value if one != EASY):
            yield from easy_pairs(value[key], (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from easy_pairs(one, (*path, index))


def _pairs(easy: object, plain: object, at: TomlPath, path: TomlPath) -> Iterator[PathPair]:
    """Pair a text with a text or a table's, a list of texts with rows, labels with options by their ids."""
    if isinstance(easy, list):
        rows = plain if isinstance(plain, list) else []
        for index in range(len(easy)):
            is_row = index < len(rows) and isinstance(rows[index], Mapping)
            yield (*at, index), (*path, index, "text") if is_row else (*path, index)
    elif isinstance(easy, Mapping):
        options = plain if isinstance(plain, list) else []
        ids = [one.get("id") if isinstance(one, Mapping) else None for one in options]
        for name in easy:
            yield (*at, name), (*path, ids.index(name) if name in ids else len(ids), "label")
    else:
        yield at, (*path, "text") if isinstance(plain, Mapping) else path


def check_easy_words(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for easy words that replace nothing, fill in something else, or reword an instrument."""
    instruments = {name for one in document.scores if one.table.instrument for name in one.table.items}
    fixed = {one.path for one in document.questions if one.table.id in instruments}
    for easy, plain in easy_pairs(errors.data):
        words = _at(errors.data, plain)
        if not words or not holds_words(plain):
            message = "there is no text here that these easy words could stand in for"
            errors.add(easy, "easy-without-text", message)
        elif easy[:4] in fixed:
            errors.add(easy, "easy-instrument", "the words of an instrument are fixed: take these out")
        else:
            _check_filled(errors, easy, {name for name, _ in placeholders(words)})


def _check_filled(errors: ErrorCollector, path: TomlPath, known: Collection[str]) -> None:
    for name, line in placeholders(_at(errors.data, path)):
        if name not in known:
            errors.add_unknown_name(path, "placeholder", name, known, line)


def _at(data: object, path: TomlPath) -> str:
    """Return the words at a path of nested tables and lists; "" where there are none."""
    for step in path:
        known = data if isinstance(data, Mapping) else dict(enumerate(data)) if isinstance(data, list) else {}
        data = known.get(step, "")
    return data if isinstance(data, str) else ""
