"""What does not fit its key, in sentences for an author who is no programmer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from webapp.questionnaire.loading.document import Table
from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.problems import Ledger
from webapp.questionnaire.rules.symbols import nearest

LONGEST_QUOTE = 40
"""Characters of a wrong value that are repeated to the author."""

TYPES: Mapping[str, str] = {
    "string_type": "this must be text in quotes",
    "int_type": "this must be a whole number, such as 12",
    "bool_type": "this must be true or false",
    "list_type": "this must be a list in [ ]",
    "model_type": "this must be a table in { }",
}
"""What pydantic calls a wrong type, and what we call it."""


@dataclass(frozen=True)
class Misfit:
    """One key or value that does not fit, in a table of type `model`."""

    path: Path
    model: type[Table]
    detail: ErrorDetails

    @property
    def key(self) -> str:
        return str(self.path[-1])

    @property
    def faulty(self) -> str:
        return str(self.detail["input"])[:LONGEST_QUOTE]


def book_misfits(ledger: Ledger, path: Path, model: type[Table], error: ValidationError) -> list[Path]:
    """Book all that does not fit the table at `path`; the places within the table."""
    details = error.errors(include_url=False)
    for detail in details:
        misfit = Misfit((*path, *detail["loc"]), _model_at(model, detail["loc"][:-1]), detail)
        KINDS.get(detail["type"], _wrong_type)(ledger, misfit)
        ledger.misread.add(misfit.path)
    return [detail["loc"] for detail in details]


def _missing(ledger: Ledger, misfit: Misfit) -> None:
    ledger.book_key(misfit.path, "missing-key", f'"{misfit.key}" is missing')


def _unknown_key(ledger: Ledger, misfit: Misfit) -> None:
    near = nearest(misfit.key, [*misfit.model.model_fields, *misfit.model.below])
    ledger.book_key(misfit.path, "unknown-key", f'unknown key "{misfit.key}"', near)


def _wrong_word(ledger: Ledger, misfit: Misfit) -> None:
    words = [str(word) for word in get_args(misfit.model.model_fields[misfit.key].annotation) if word != ""]
    message = f'"{misfit.faulty}" does not belong here, only {", ".join(words)}'
    ledger.book(misfit.path, "wrong-value", message, misfit.faulty, nearest(misfit.faulty, words))


def _wrong_type(ledger: Ledger, misfit: Misfit) -> None:
    message = TYPES.get(misfit.detail["type"], misfit.detail["msg"])
    ledger.book(misfit.path, "wrong-type", message, misfit.faulty)


def _wrong_number(ledger: Ledger, misfit: Misfit) -> None:
    fields = misfit.model.model_fields
    if misfit.key in fields:
        _wrong_type(ledger, misfit)
        return
    message = f'"{misfit.key}" is no key of an option, and a figure must be a number in plain digits'
    ledger.book_key(misfit.path, "unknown-key", message, nearest(misfit.key, fields))


KINDS: Mapping[str, Callable[[Ledger, Misfit], None]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _wrong_word,
    "number": _wrong_number,
}
"""How each kind of error is told; all others are wrong types."""


def _model_at(model: type[Table], loc: tuple[str | int, ...]) -> type[Table]:
    """The table type that holds the place `loc`."""
    for step in loc:
        if isinstance(step, str):
            model = _table_in(model.model_fields[step].annotation) or model
    return model


def _table_in(annotation: object) -> type[Table] | None:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next((found for part in get_args(annotation) if (found := _table_in(part))), None)
