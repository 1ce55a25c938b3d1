"""Which texts of a questionnaire are words that people read, and so differ between languages."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from webapp.questionnaire.loading.positions import Spot, TomlPath
from webapp.questionnaire.regions import REGION_WORDS

WORD_KEYS = frozenset(
    {
        *("text", "help", "short", "title", "label", "intro", "why", "ask", "told", "remark", "limits"),
        *("unknown_label", "in_a_sentence", *REGION_WORDS),
    }
)
"""Keys whose values are words that people read; the tables `words` and `unit` hold hardly anything else."""

WORDLESS_TABLES = frozenset({"reference", "accepted"})
"""Tables without words to translate: papers keep their titles, and only authors read what they accepted."""

SILENT_KEYS = frozenset(
    {"language", "translation_of", "translated_from", "source_words", "unreviewed", "unpublished", "accepted"}
)
"""Keys of the file that change neither what is asked nor how it is judged."""

EASY = "easy"
"""The key of the easy words of a table, by the keys that they stand in for."""

PICTURE = "picture"
"""The key of the picture beside a question or a factor: like its words, it changes no meaning."""

SIMPLE = "-simple"
"""The subtag of simplified language (IANA registry of subtags), behind the tag of a language."""

PLURALS = "plurals"
FURTHER_PLURALS = ("zero", "two", "few", "many")
"""Categories of CLDR that `plurals` of a unit may have words for, besides those for one and for others."""

QUESTION_ID = 3
"""The part of a context that is the id of a question: "section.about_you.question.age_years.text"."""

DIGEST = 12
"""The signs of a digest that tell two wordings of one question apart."""

WordText = tuple[str, TomlPath, str]
"""The context, the path and the words of a text."""

TranslatedWords = Mapping[tuple[str, str], str]
"""Translations by context and words of the source."""


def holds_words(path: TomlPath) -> bool:
    """Return whether the text at this path is words."""
    keys = [step for step in path if isinstance(step, str)]
    is_of_unit = keys[0] == "unit" and keys[-1] != "unit"
    is_easy = EASY in keys
    return keys[0] == "words" or is_of_unit or is_easy or keys[-1] in WORD_KEYS or is_printed_note(keys)


def is_printed_note(keys: list[str]) -> bool:
    """Return whether this is the note of a basis or a score, which practitioners read."""
    return keys[-1] == "note" and ("basis" in keys or keys == ["score", "note"])


def word_texts(value: object, path: TomlPath = (), context: tuple[str, ...] = ()) -> Iterator[WordText]:
    """Yield every text to translate that is not blank.

    The context is the path in ids, such as "section.about_you.question.age_years.text". Rows of a list that
    have no ids share one: their words tell them apart. A unit without a name of its own (`unit`) is known by
    its words, and so keeps them.
    """
    if isinstance(value, str):
        if value.strip() and holds_words(path):
            yield ".".join(context), path, value
    elif isinstance(value, Mapping):
        for key in (one for one in value if path or one not in WORDLESS_TABLES):
            yield from word_texts(value[key], (*path, key), (*context, key))
    elif isinstance(value, list):
        kept = (pair for pair in enumerate(value) if path != ("unit",) or "unit" in pair[1])
        for index, one in kept:
            yield from word_texts(one, (*path, index), (*context, *_name(one)))


def question_digests(words: Iterable[WordText]) -> dict[str, str]:
    """Return a digest of what each question says, with the labels of its options, by its id."""
    said: dict[str, list[str]] = {}
    for context, path, text in words:
        keys = tuple(step for step in path if isinstance(step, str))
        if keys in (("section", "question", "text"), ("section", "question", "options", "label")):
            said.setdefault(context.split(".")[QUESTION_ID], []).append(text)
    return {question: digest_of("\n".join(texts))[:DIGEST] for question, texts in said.items()}


def source_words_line(words: Iterable[WordText]) -> str:
    """Return the line by which a translation names the wording of each question that it translates."""
    named = (f"{question} = {quoted(digest)}" for question, digest in question_digests(words).items())
    return f"source_words = {{ {', '.join(named)} }}"


def _name(one: object) -> tuple[str, ...]:
    """Return the id of a table, or the name of a unit; nothing for anything else."""
    if not isinstance(one, Mapping):
        return ()
    return tuple(one[key] for key in ("id", "unit") if key in one)[:1]


def with_values(text: str, values: Mapping[Spot, str]) -> str:
    """Return a TOML text with other values at these spots, each as TOML writes it."""
    pieces, end = [], 0
    for spot in sorted(values, key=lambda spot: spot.start):
        pieces += [text[end : spot.start], values[spot]]
        end = spot.end
    return "".join((*pieces, text[end:]))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, in hex; line ends count as LF."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return sha256(plain.encode()).hexdigest()


def meaning_of(data: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of a document without its words: of ids, rules, bounds, order."""
    bare = {key: _wordless(value, (key,)) for key, value in data.items() if key not in SILENT_KEYS}
    return sha256(json.dumps(bare, sort_keys=True, default=str).encode()).hexdigest()


def _wordless(value: object, path: TomlPath) -> object:
    if isinstance(value, Mapping):
        return {
            key: _wordless(one, (*path, key))
            for key, one in value.items()
            if key not in (EASY, PLURALS, PICTURE)
        }
    if isinstance(value, list):
        return [_wordless(one, (*path, index)) for index, one in enumerate(value)]
    return "" if isinstance(value, str) and path[0] not in WORDLESS_TABLES and holds_words(path) else value


def quoted(words: str) -> str:
    """Return a basic string of TOML: one of JSON, where DEL need not be escaped."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
