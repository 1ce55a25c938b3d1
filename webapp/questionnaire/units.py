"""Units behind numbers: one handful a day, two handfuls a day, never."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

NO_BREAK = "\u00a0"
_BREAK = re.compile(
    r"(?<=\d) (?=(?:°[CF]|[µmckn]?g|mcg|mmol|nmol|[cdm]?L|oz|IU|kcal|[cm]?m|min|[ap]m)\b|%|\S{1,12}/\w)"
)
"""The space between a number and its unit: a short symbol, or a rate ("mmol/L")."""

_OF_TIME = re.compile("/| a | per ")


@dataclass(frozen=True)
class UnitForms:
    """The words of a unit: behind the number one, behind other numbers, and instead of certain numbers.

    `exactly` has whole phrases by the number that they replace: "never" for "0".
    """

    one: str = ""
    many: str = ""
    exactly: Mapping[str, str] = field(default_factory=dict)


class Counted(Protocol):
    """A question or a measure. Its unit is as rules and other programs know it: "handfuls/day"."""

    @property
    def unit(self) -> str: ...

    @property
    def unit_forms(self) -> UnitForms: ...


def unit_of(counted: Counted) -> str:
    """Return the unit as people read it without a number: beside a box, above a column."""
    return counted.unit_forms.many or counted.unit


def with_unit(counted: Counted, written: str, shown: str = "") -> str:
    """Return a number as it is written with its unit: "1 handful a day", "2.5 handfuls a day", "never".

    The singular is for "1" alone, not for "1.0", "0.5" or "1–2": the English rule (Unicode's plural category
    "one"), in its only place. `shown` is the number in the reader's own digits, where they differ.
    """
    forms = counted.unit_forms
    if written in forms.exactly:
        return forms.exactly[written]
    unit = forms.one if written == "1" and forms.one else unit_of(counted)
    return f"{shown or written}{NO_BREAK}{unit}" if unit else shown or written


def bind_units(text: str) -> str:
    """Return the text with a space that does not break between each number and its unit."""
    return _BREAK.sub(NO_BREAK, text)


def unit_words(counted: Counted) -> frozenset[str]:
    """Return the spellings of the unit that a form accepts: "handfuls", "handful/day", "handfuls a day"."""
    forms = counted.unit_forms
    return frozenset(way for unit in (counted.unit, forms.one, forms.many) for way in _ways(unit.casefold()))


def _ways(unit: str) -> tuple[str, ...]:
    what, *times = _OF_TIME.split(unit, maxsplit=1)
    per_time = (way for time in times for way in (f"{what}/{time}", f"{what} a {time}", f"{what} per {time}"))
    return (what, *per_time) if unit else ()
