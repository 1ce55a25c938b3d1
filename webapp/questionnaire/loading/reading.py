"""TOML text to tables, with every key and value that does not fit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from webapp.questionnaire.loading.document import (
    TABLES,
    AcceptedTable,
    FactorTable,
    HeadTable,
    MeasureTable,
    PhraseTable,
    QuestionTable,
    ReferenceTable,
    RegionTable,
    SafetyTable,
    SectionTable,
    Table,
    UnitTable,
)
from webapp.questionnaire.loading.positions import Path, find_positions
from webapp.questionnaire.loading.practice_tables import (
    ConsideredTable,
    LaboratoryTable,
    ListedTable,
    ScoreTable,
    SpoilerTable,
)
from webapp.questionnaire.loading.shape_errors import book_misfits
from webapp.questionnaire.loading.toml_messages import plainly
from webapp.questionnaire.problems import Ledger, Problem, QuestionnaireErrors

T = TypeVar("T", bound=Table)

Raw = dict[str, Any]
"""A table as tomllib gives it."""

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One table that could be read, and its path."""

    path: Path
    table: T


@dataclass
class Document:
    """All tables that could be read, in the order of the file."""

    head: HeadTable | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    regions: list[Entry[RegionTable]] = field(default_factory=list)
    units: list[Entry[UnitTable]] = field(default_factory=list)
    sections: list[Entry[SectionTable]] = field(default_factory=list)
    questions: list[Entry[QuestionTable]] = field(default_factory=list)
    measures: list[Entry[MeasureTable]] = field(default_factory=list)
    phrases: list[Entry[PhraseTable]] = field(default_factory=list)
    factors: list[Entry[FactorTable]] = field(default_factory=list)
    safety: list[Entry[SafetyTable]] = field(default_factory=list)
    scores: list[Entry[ScoreTable]] = field(default_factory=list)
    laboratory: list[Entry[LaboratoryTable]] = field(default_factory=list)
    listed: list[Entry[ListedTable]] = field(default_factory=list)
    spoilers: list[Entry[SpoilerTable]] = field(default_factory=list)
    considered: list[Entry[ConsideredTable]] = field(default_factory=list)
    references: list[Entry[ReferenceTable]] = field(default_factory=list)
    accepted: list[Entry[AcceptedTable]] = field(default_factory=list)


def parse_toml(text: str) -> Ledger:
    """The values of a TOML text with their places. Raises QuestionnaireErrors where it is no TOML."""
    try:
        return Ledger(tomllib.loads(text, parse_float=_exact), find_positions(text))
    except (ValueError, RecursionError) as error:
        raise QuestionnaireErrors([_not_toml(text, error)]) from error


def _exact(digits: str) -> Fraction | float:
    """A decimal number as a fraction. Exponents, inf and nan stay floats, and are refused as such."""
    plain = digits.replace("_", "")
    return Fraction(plain) if set(plain) <= set("+-.0123456789") else float(plain)


def _not_toml(text: str, error: Exception) -> Problem:
    message = "too many brackets within brackets" if isinstance(error, RecursionError) else str(error)
    place = _PLACE.search(message)
    lines = text.split("\n")
    number = int(place[1] or len(lines)) if place else 1
    reason = plainly(_PLACE.sub("", message))
    faulty = lines[number - 1].strip()
    return Problem(number, "not-toml", "", f"this line cannot be read ({reason})", faulty)


def read_document(ledger: Ledger) -> Document:
    """Every table of the data; what does not fit is booked, and left out where it can be."""
    data = ledger.data
    sections = _tables(ledger, data, ("section",))
    bare = [(path, {key: raw[key] for key in raw if key != "question"}) for path, raw in sections]
    asked = [entry for path, raw in sections for entry in _tables(ledger, raw, (*path, "question"))]
    return Document(
        head=_read(ledger, (), {key: data[key] for key in data if key not in TABLES}, HeadTable),
        words=_words(ledger),
        regions=_top(ledger, "region", RegionTable),
        units=_top(ledger, "unit", UnitTable),
        sections=_entries(ledger, bare, SectionTable),
        questions=_entries(ledger, asked, QuestionTable),
        measures=_top(ledger, "measure", MeasureTable),
        phrases=_top(ledger, "phrase", PhraseTable),
        factors=_top(ledger, "factor", FactorTable),
        safety=_top(ledger, "safety", SafetyTable),
        scores=_top(ledger, "score", ScoreTable),
        laboratory=_top(ledger, "laboratory", LaboratoryTable),
        listed=_top(ledger, "listed", ListedTable),
        spoilers=_top(ledger, "spoiler", SpoilerTable),
        considered=_top(ledger, "considered", ConsideredTable),
        references=_top(ledger, "reference", ReferenceTable),
        accepted=_top(ledger, "accepted", AcceptedTable),
    )


def _top(ledger: Ledger, kind: str, model: type[T]) -> list[Entry[T]]:
    """The tables that are written as [[kind]] at the head of a line."""
    return _entries(ledger, _tables(ledger, ledger.data, (kind,)), model)


def _tables(ledger: Ledger, holder: Raw, path: Path) -> list[tuple[Path, Raw]]:
    """The tables of the list at `path`, the last step of which is a key of `holder`."""
    value = holder.get(str(path[-1]), [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        name = ".".join(step for step in path if isinstance(step, str))
        ledger.book_key(path, "wrong-type", f"write each as [[{name}]], with two brackets")
        return []
    return [((*path, index), raw) for index, raw in enumerate(value)]


def _entries(ledger: Ledger, tables: list[tuple[Path, Raw]], model: type[T]) -> list[Entry[T]]:
    read = [(path, _read(ledger, path, raw, model)) for path, raw in tables]
    return [Entry(path, table) for path, table in read if table is not None]


def _read(ledger: Ledger, path: Path, raw: Raw, model: type[T]) -> T | None:
    """The table; without the values that do not fit, where it can do without them."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        misfits = book_misfits(ledger, path, model, error)
    for left_out in (misfits, [*misfits, *_tables_around(ledger, path, raw, misfits)]):
        with suppress(ValidationError):
            return model.model_validate(_without(raw, left_out))
    ledger.unread.add(str(raw.get("id")))
    return None


def _tables_around(ledger: Ledger, path: Path, raw: Raw, misfits: list[Path]) -> list[Path]:
    """The tables of this table that a misfit lies in: without them, the rest of it may still be read."""
    keys = {misfit[:1] for misfit in misfits if isinstance(raw.get(str(misfit[0])), dict)}
    ledger.misread.update((*path, *key) for key in keys)
    return list(keys)


def _without(value: object, paths: list[Path]) -> object:
    """A copy of nested tables and lists without the keys at these paths."""
    if isinstance(value, list):
        return [_without(one, _below(paths, index)) for index, one in enumerate(value)]
    if isinstance(value, dict):
        return {key: _without(value[key], _below(paths, key)) for key in value if (key,) not in paths}
    return value


def _below(paths: list[Path], step: str | int) -> list[Path]:
    return [path[1:] for path in paths if path[:1] == (step,)]


def _words(ledger: Ledger) -> dict[str, str]:
    words = ledger.data.get("words", {})
    if not isinstance(words, dict):
        ledger.book_key(("words",), "wrong-type", "write this as a table, [words]")
        return {}
    for key in words:
        if not isinstance(words[key], str):
            ledger.book(("words", key), "wrong-type", "this must be text in quotes")
    return {key: str(words[key]) for key in words}
