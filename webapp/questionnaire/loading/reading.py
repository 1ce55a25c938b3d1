"""From TOML text to tables, with an error for every key and value that does not fit."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from webapp.questionnaire.loading import document as tables
from webapp.questionnaire.loading import practice_tables
from webapp.questionnaire.loading.misshapen import drop_misshapen
from webapp.questionnaire.loading.old_forms import upgrade_old_forms
from webapp.questionnaire.loading.positions import Positions, TomlPath, find_positions
from webapp.questionnaire.loading.reference_table import ReferenceTable
from webapp.questionnaire.loading.region_table import RegionTable
from webapp.questionnaire.loading.shape_errors import add_shape_errors
from webapp.questionnaire.loading.toml_messages import plain_reason
from webapp.questionnaire.loading.unit_table import UnitTable
from webapp.questionnaire.loading.values import MOST_DIGITS
from webapp.questionnaire.problems import ErrorCollector, Problem, QuestionnaireErrors

T = TypeVar("T", bound=tables.StrictTable)
Raw = dict[str, Any]  # a table as tomllib gives it
_TOO_LONG = "Exceeds the limit"
"""The beginning of what Python says of a whole number that is too long to convert."""

_LONG_NUMBER = re.compile(rf"[=\[,\s][+-]?[\d_.]{{{MOST_DIGITS},}}")

DEEPEST = 30
"""Keys and places in a path: several times as many as any value of a questionnaire has."""

TOO_DEEP = "there are too many tables within tables"

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class TableEntry(Generic[T]):
    """A table and its path."""

    path: TomlPath
    table: T


@dataclass
class TomlDocument:
    """All tables that could be read, in the order of the file."""

    head: tables.HeadTable | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    regions: list[TableEntry[RegionTable]] = field(default_factory=list)
    units: list[TableEntry[UnitTable]] = field(default_factory=list)
    sections: list[TableEntry[tables.SectionTable]] = field(default_factory=list)
    questions: list[TableEntry[tables.QuestionTable]] = field(default_factory=list)
    measures: list[TableEntry[tables.MeasureTable]] = field(default_factory=list)
    phrases: list[TableEntry[tables.PhraseTable]] = field(default_factory=list)
    factors: list[TableEntry[tables.FactorTable]] = field(default_factory=list)
    safety: list[TableEntry[tables.SafetyTable]] = field(default_factory=list)
    scores: list[TableEntry[practice_tables.ScoreTable]] = field(default_factory=list)
    laboratory: list[TableEntry[practice_tables.LaboratoryTable]] = field(default_factory=list)
    listed: list[TableEntry[practice_tables.ListedTable]] = field(default_factory=list)
    spoilers: list[TableEntry[practice_tables.SpoilerTable]] = field(default_factory=list)
    considered: list[TableEntry[practice_tables.ConsideredTable]] = field(default_factory=list)
    references: list[TableEntry[ReferenceTable]] = field(default_factory=list)
    accepted: list[TableEntry[tables.AcceptedTable]] = field(default_factory=list)

    def entries(self) -> Iterator[TableEntry[tables.StrictTable]]:
        for value in vars(self).values():
            if isinstance(value, list):
                yield from value


def parse_toml(text: str) -> ErrorCollector:
    """Return the data of a TOML text and its positions. Raise QuestionnaireErrors if it is not TOML."""
    return ErrorCollector(*_parsed(text))


@lru_cache(maxsize=1)
def _parsed(text: str) -> tuple[Raw, Positions]:
    """Parse a text that several ask for one after the other; nobody changes what it returns."""
    try:
        data = tomllib.loads(text, parse_float=_exact)
        positions = find_positions(text)
    except (ValueError, RecursionError) as error:
        raise QuestionnaireErrors([_not_toml(text, error)]) from error
    deep = next((path for path in positions.spots if len(path) > DEEPEST), None)
    if deep:
        raise QuestionnaireErrors([Problem(positions.key_line(deep), "not-toml", "", TOO_DEEP)])
    upgrade_old_forms(data)
    return data, positions


def _exact(digits: str) -> Fraction | float:
    """Return a decimal as a fraction. Exponents, inf and nan stay floats, which are refused later."""
    plain = digits.replace("_", "")
    if len(plain) > MOST_DIGITS:
        raise ValueError(_TOO_LONG)
    return Fraction(plain) if set(plain) <= set("+-.0123456789") else float(plain)


def _not_toml(text: str, error: Exception) -> Problem:
    message = "too many brackets within brackets" if isinstance(error, RecursionError) else str(error)
    lines, place, long = text.split("\n"), _PLACE.search(message), _LONG_NUMBER.search(text)
    number = int(place[1] or len(lines)) if place else 1
    if message.startswith(_TOO_LONG) and long:
        number = text.count("\n", 0, long.start()) + 1
    reason = plain_reason(_PLACE.sub("", message))
    faulty = lines[number - 1].strip()
    return Problem(number, "not-toml", "", f"this line cannot be read ({reason})", faulty)


def read_document(errors: ErrorCollector) -> TomlDocument:
    """Read every table; add errors for values that do not fit, and leave these out where possible."""
    drop_misshapen(errors)
    data = errors.data
    sections = _tables(data, ("section",))
    bare = [(path, {key: raw[key] for key in raw if key != "question"}) for path, raw in sections]
    asked = [entry for path, raw in sections for entry in _tables(raw, (*path, "question"))]
    return TomlDocument(
        head=_read(
            errors, (), {key: data[key] for key in data if key not in tables.TABLES}, tables.HeadTable
        ),
        words=_words(errors, data.get("words", {})),
        regions=_top(errors, "region", RegionTable),
        units=_top(errors, "unit", UnitTable),
        sections=_entries(errors, bare, tables.SectionTable),
        questions=_entries(errors, asked, tables.QuestionTable),
        measures=_top(errors, "measure", tables.MeasureTable),
        phrases=_top(errors, "phrase", tables.PhraseTable),
        factors=_top(errors, "factor", tables.FactorTable),
        safety=_top(errors, "safety", tables.SafetyTable),
        scores=_top(errors, "score", practice_tables.ScoreTable),
        laboratory=_top(errors, "laboratory", practice_tables.LaboratoryTable),
        listed=_top(errors, "listed", practice_tables.ListedTable),
        spoilers=_top(errors, "spoiler", practice_tables.SpoilerTable),
        considered=_top(errors, "considered", practice_tables.ConsideredTable),
        references=_top(errors, "reference", ReferenceTable),
        accepted=_top(errors, "accepted", tables.AcceptedTable),
    )


def _top(errors: ErrorCollector, kind: str, model: type[T]) -> list[TableEntry[T]]:
    return _entries(errors, _tables(errors.data, (kind,)), model)


def _tables(holder: Raw, path: TomlPath) -> list[tuple[TomlPath, Raw]]:
    """Return the tables of the list at `path`, whose last step is a key of `holder`."""
    return [((*path, index), raw) for index, raw in enumerate(holder.get(str(path[-1]), []))]


def _entries(
    errors: ErrorCollector, found: list[tuple[TomlPath, Raw]], model: type[T]
) -> list[TableEntry[T]]:
    read = [(path, _read(errors, path, raw, model)) for path, raw in found]
    return [TableEntry(path, table) for path, table in read if table is not None]


def _read(errors: ErrorCollector, path: TomlPath, raw: Raw, model: type[T]) -> T | None:
    """Read a table, without the values that do not fit; None if those are required."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        shape_errors = add_shape_errors(errors, path, model, error)
    for left_out in (shape_errors, [*shape_errors, *_tables_around(errors, path, raw, shape_errors)]):
        with suppress(ValidationError):
            return model.model_validate(_without(raw, left_out))
    errors.unreadable_ids.add(str(raw.get("id")))
    return None


def _tables_around(
    errors: ErrorCollector, path: TomlPath, raw: Raw, shape_errors: list[TomlPath]
) -> list[TomlPath]:
    """Return the inner tables that hold an error, so that the rest of the table can be read without them."""
    keys = {shape_error[:1] for shape_error in shape_errors if isinstance(raw.get(str(shape_error[0])), dict)}
    errors.unreadable_paths.update((*path, *key) for key in keys)
    return list(keys)


def _without(value: object, paths: list[TomlPath]) -> object:
    """Return a copy of nested tables and lists without the keys at these paths."""
    if isinstance(value, list):
        return [_without(one, _below(paths, index)) for index, one in enumerate(value)]
    if isinstance(value, dict):
        return {key: _without(value[key], _below(paths, key)) for key in value if (key,) not in paths}
    return value


def _below(paths: list[TomlPath], step: str | int) -> list[TomlPath]:
    return [path[1:] for path in paths if path[:1] == (step,)]


def _words(errors: ErrorCollector, words: Raw) -> dict[str, str]:
    for key in words:
        if not isinstance(words[key], str) and key != "easy":
            errors.add(("words", key), "wrong-type", "this must be text in quotes")
    return {key: str(words[key]) for key in words if key != "easy"}
