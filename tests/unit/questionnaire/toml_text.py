"""Tables as TOML, and the places in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from webapp.questionnaire.rules.numbers import write_exact

Path = tuple[str | int, ...]


def toml_text(tables: Mapping[str, Any]) -> str:
    """The tables as a text, one key a line, and each table of a list of them in a line of its own."""
    return "\n".join(f"{_key(key)} = {_value(value)}" for key, value in tables.items()) + "\n"


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    return write_exact(value) if isinstance(value, int | Fraction) else str(value)


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every table, list and value, outermost first."""
    if path:
        yield path
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, (*path, index))


def value_at(value: Any, path: Path) -> Any:  # noqa: ANN401 - any value of TOML
    for step in path:
        value = value[step]
    return value


def with_value(value: Any, path: Path, other: object) -> Any:  # noqa: ANN401 - any value of TOML
    """The same tables with another value at a path."""
    if not path:
        return other
    step, *rest = path
    changed = {step: with_value(value[step], tuple(rest), other)}
    if isinstance(value, Mapping):
        return {**value, **changed}
    return [changed.get(index, one) for index, one in enumerate(value)]


def without(value: Any, path: Path) -> Any:  # noqa: ANN401 - any value of TOML
    """The same tables without what stands at a path."""
    *before, last = path
    holder = value_at(value, tuple(before))
    if isinstance(holder, Mapping):
        left: object = {key: one for key, one in holder.items() if key != last}
    else:
        left = [one for index, one in enumerate(holder) if index != last]
    return with_value(value, tuple(before), left)
