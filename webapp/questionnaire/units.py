"""Units behind numbers: one handful, two handfuls."""

from typing import Protocol


class Counted(Protocol):
    """A question or a measure."""

    @property
    def unit(self) -> str: ...

    @property
    def unit_one(self) -> str: ...


def unit_behind(counted: Counted, written: str) -> str:
    """Return the unit for a number as it is written: singular for "1", plural for "1.0", "0.5" and "1–2".

    This is the English rule (Unicode's plural category "one"), and its only place.
    """
    return counted.unit_one if written == "1" and counted.unit_one else counted.unit


def unit_words(counted: Counted) -> frozenset[str]:
    """Return the spellings of the unit that a form accepts: "handfuls", "handful/day", "handfuls a day"."""
    return frozenset(way for unit in (counted.unit, counted.unit_one) for way in _ways(unit.casefold()))


def _ways(unit: str) -> tuple[str, ...]:
    what, slash, time = unit.partition("/")
    if not slash:
        return (unit,) if unit else ()
    return (unit, what, f"{what} a {time}", f"{what} per {time}")
