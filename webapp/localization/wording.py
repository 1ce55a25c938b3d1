"""Which questions of scored instruments a language has in their published wording: `wording.toml`."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from webapp.questionnaire.model import Questionnaire

WORDING = "wording.toml"
SAID_OF_EACH = ("questions", "source", "licence", "seen")


def unpublished_questions(questionnaire: Questionnaire, folder: Path) -> frozenset[str]:
    """Return the questions of instruments whose words in a language are not the published ones.

    Raise ValueError for a broken `wording.toml`.
    """
    instruments = questionnaire.practice.instruments(questionnaire.rule_book)
    asked = frozenset[str]().union(*instruments.values())
    published = frozenset(_published(folder / WORDING))
    if unknown := published - asked:
        raise ValueError(f"{folder / WORDING}: no instrument has a question {', '.join(sorted(unknown))}")
    return asked - published


def _published(path: Path) -> Iterator[str]:
    for entry in _entries(path):
        if lacking := [key for key in SAID_OF_EACH if not entry.get(key)]:
            raise ValueError(f"{path}: an entry of [[published]] lacks {', '.join(lacking)}")
        yield from entry["questions"]


def _entries(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
    return list(read.get("published", ()))
