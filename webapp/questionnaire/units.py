"""Units behind numbers: one handful a day, two handfuls a day, never."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from webapp.cldr.direction import DASH, UNBROKEN_DASH
from webapp.cldr.number_words import rate_words
from webapp.cldr.numbers import localized, plural_category
from webapp.cldr.wide_signs import is_wide

NO_BREAK = "\u00a0"
_BREAK = re.compile(
    r"(?<=\d) (?=(?:°[CF]|[µmckn]?g|mcg|mmol|nmol|[cdm]?L|oz|IU|kcal|[cm]?m|min|[ap]m)\b|%|\S{1,12}/\w)"
)
"""The space between a number and its unit: a short symbol, or a rate ("mmol/L")."""

_RANGE = re.compile(rf"(?<=\d){DASH}(?=\d)")
_GROUPS = re.compile(r"(?<=\d) (?=\d)|(?<=\d\)) (?=\d)|(?<=\+\d\d) (?=\(\d)")
"""The spaces in a number that is written in groups: "116 123", "(250) 555-0123", "+44 (0)20 7946 0123"."""

_COMPARED = re.compile(r"(?<=\d) ([≥≤<>=]) (?=\d)")

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class UnitForms:
    """The words of a unit: behind the number one, behind other numbers, and instead of certain numbers.

    `exactly` has whole phrases by the number that they replace: "never" for "0". `plurals` has the words
    behind further numbers by CLDR's category, in a `language` that has such: "two", "few".
    """

    one: str = ""
    many: str = ""
    exactly: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    def behind(self, number: str) -> str:
        """Return the words behind a number, or behind a range, as the language has them."""
        category = plural_category(number, self.language)
        return (self.one if category == "one" else self.plurals.get(category)) or self.many


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

    The form of the unit is that of the language: in English the singular is for "1" alone, not for "1.0",
    "0.5" or "1–2". `shown` is the number in the reader's own digits, where they differ from the language's.
    """
    forms = counted.unit_forms
    if written in forms.exactly:
        return forms.exactly[written]
    unit, number = forms.behind(written) or counted.unit, shown or localized(written, forms.language)
    return f"{number}{gap_before(unit)}{unit}" if unit else number


def gap_before(unit: str) -> str:
    """Return what is between a number and its unit: nothing where letters are as wide as in Chinese."""
    return "" if is_wide(unit[0]) else NO_BREAK


def bind_units(text: str) -> str:
    """Return the text with no break within numbers, before units, in comparisons ("2 ≥ 5") and in ranges."""
    if not _DIGIT.search(text):
        return text
    bound = _GROUPS.sub(NO_BREAK, _RANGE.sub(UNBROKEN_DASH, _BREAK.sub(NO_BREAK, text)))
    return _COMPARED.sub(rf"{NO_BREAK}\1{NO_BREAK}", bound)


def unit_words(counted: Counted) -> frozenset[str]:
    """Return the spellings of the unit that a form accepts: "handfuls", "handful/day", "handfuls a day"."""
    forms = counted.unit_forms
    printed = (forms.one, forms.many, *forms.plurals.values())
    spelt = (way for unit in printed for way in _ways(unit.casefold(), rate_words(forms.language)))
    return frozenset((*spelt, *_ways(counted.unit.casefold(), rate_words("en"))))


def _ways(unit: str, rates: tuple[str, ...]) -> tuple[str, ...]:
    """Return the spellings of a unit by the words between a unit and its time in its language."""
    marks = ("/", *(f" {word} " for word in rates))
    what, *times = re.split("|".join(marks), unit, maxsplit=1)
    return (what, *(f"{what}{mark}{time}" for time in times for mark in marks)) if unit else ()
