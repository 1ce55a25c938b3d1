"""JSON from outside, exactly: no number goes through a float, and no key is there twice."""

from __future__ import annotations

import json
from decimal import Decimal

_LONGEST_WHOLE = 100


def parsed(text: str) -> object:
    """Give what the text holds. Raises ValueError with a sentence."""
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError) as error:
        raise ValueError(f"this is not JSON that can be read: {error}") from error


def _whole(digits: str) -> int | Decimal:
    """What is too long to be an answer stays cheap, to be refused by its question's name."""
    return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'"{key}" is there twice')
        found[key] = value
    return found
