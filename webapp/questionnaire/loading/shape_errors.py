"""Errors in keys and types, in sentences for authors who do not program."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webapp.questionnaire.loading.document import BasisTable, StrictTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules.symbols import nearest

LONGEST_QUOTE = 40  # characters of a wrong value that the message repeats

KEY = "[key]"  # where pydantic says that not the value is wrong, but its key
WORD = re.compile(r"'(\w+)'")

TYPES: Mapping[str, str] = {
    "string_type": "this must be text in quotes",
    "int_type": "this must be a whole number, such as 12",
    "bool_type": "this must be true or false",
    "list_type": "this must be a list in [ ]",
    "model_type": "this must be a table in { }",
}
"""Messages by pydantic's error type."""


@dataclass(frozen=True)
class ShapeError:
    """A key or value that does not fit a table of type `model`."""

    path: TomlPath
    model: type[StrictTable]
    detail: ErrorDetails

    @property
    def key(self) -> str:
        return str(self.path[-1])

    @property
    def faulty(self) -> str:
        return str(self.detail["input"])[:LONGEST_QUOTE]


def add_shape_errors(
    errors: ErrorCollector, path: TomlPath, model: type[StrictTable], error: ValidationError
) -> list[TomlPath]:
    """Add an error for everything that does not fit the table at `path`, and return the paths within it."""
    details, places = error.errors(include_url=False), []
    for detail in details:
        is_key = detail["loc"][-1:] == (KEY,)
        loc = detail["loc"][:-1] if is_key else detail["loc"]
        found = ShapeError((*path, *loc), _model_at(model, loc[:-1]), detail)
        (_wrong_key if is_key else KINDS.get(detail["type"], _wrong_type))(errors, found)
        errors.unreadable_paths.add(found.path)
        places.append(loc)
    return places


def _missing(errors: ErrorCollector, found: ShapeError) -> None:
    errors.add_to_key(found.path, "missing-key", f'"{found.key}" is missing')


def _unknown_key(errors: ErrorCollector, found: ShapeError) -> None:
    if _is_basis_of_nothing(found):
        _add_basis_of_nothing(errors, found, "slight")
        return
    near = nearest(found.key, [*found.model.model_fields, *found.model.below])
    errors.add_to_key(found.path, "unknown-key", f'unknown key "{found.key}"', near)


def _wrong_key(errors: ErrorCollector, found: ShapeError) -> None:
    """Add an error for a key of a table whose keys are certain words."""
    words = WORD.findall(str(found.detail.get("ctx", {}).get("expected", "")))
    message = f'unknown key "{found.key}", only {", ".join(words)}'
    errors.add_to_key(found.path, "unknown-key", message, nearest(found.key, words))


def _wrong_word(errors: ErrorCollector, found: ShapeError) -> None:
    words = [str(word) for word in get_args(found.model.model_fields[found.key].annotation) if word != ""]
    if found.faulty in words:
        message = f"write this as the number {found.faulty}, without quotes"
        errors.add(found.path, "wrong-value", message, found.faulty)
        return
    message = f'"{found.faulty}" does not belong here, only {", ".join(words)}'
    errors.add(found.path, "wrong-value", message, found.faulty, nearest(found.faulty, words))


def _is_basis_of_nothing(found: ShapeError) -> bool:
    """Return whether this is a key of a basis where one is wanted for each rule or number."""
    return found.path[-2:-1] == ("basis",) and found.key in BasisTable.model_fields


def _add_basis_of_nothing(errors: ErrorCollector, found: ShapeError, example: str) -> None:
    message = f'a basis says what it is of, as in basis.{example} = {{ kind = "pragmatic" }}'
    errors.add(found.path[:-1], "wrong-type", message)


def _wrong_type(errors: ErrorCollector, found: ShapeError) -> None:
    if _is_basis_of_nothing(found) and found.detail["type"] in ("model_type", "model_attributes_type"):
        _add_basis_of_nothing(errors, found, "show_if")
        return
    message = TYPES.get(found.detail["type"], found.detail["msg"])
    errors.add(found.path, "wrong-type", message, found.faulty)


def _wrong_number(errors: ErrorCollector, found: ShapeError) -> None:
    fields = found.model.model_fields
    if found.key in fields:
        _wrong_type(errors, found)
        return
    message = f'"{found.key}" is no key of an option, and a figure must be a number in plain digits, or two'
    errors.add_to_key(found.path, "unknown-key", message, nearest(found.key, fields))


KINDS: Mapping[str, Callable[[ErrorCollector, ShapeError], None]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _wrong_word,
    "number": _wrong_number,
    "pair": _wrong_number,
}
"""Handlers by pydantic's error type; every other type is a wrong type."""


def _model_at(model: type[StrictTable], loc: tuple[str | int, ...]) -> type[StrictTable]:
    for step in loc:  # a place in a list, or a name in a table of tables, is of the model found before it
        if isinstance(step, str) and step in model.model_fields:
            model = _table_in(model.model_fields[step].annotation) or model
    return model


def _table_in(annotation: object) -> type[StrictTable] | None:
    if isinstance(annotation, type) and issubclass(annotation, StrictTable):
        return annotation
    return next((found for part in get_args(annotation) if (found := _table_in(part))), None)
