"""A strict JSON parser for files from outside: exact numbers, no duplicate keys."""

import json
from decimal import Decimal

_LONGEST = 100  # digits of a number: more than any program writes for one that a person typed

_ENDLESS = Decimal("Infinity")
"""Stands for a longer number, which would be slow to work with; validation refuses it by its question."""


def parse_json(text: str) -> object:
    """Parse a text; decimals become Decimal, never float. Raise ValueError with a sentence."""
    try:
        return json.loads(
            text,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError) as error:
        raise ValueError(f"this is not JSON that can be read: {error}") from error


def _decimal(digits: str) -> Decimal:
    return Decimal(digits) if len(digits) <= _LONGEST else _ENDLESS


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONGEST else _ENDLESS


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'"{key}" is there twice')
        found[key] = value
    return found
