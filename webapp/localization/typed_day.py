"""A day as somebody typed it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from babel import Locale

from webapp.localization.catalogues import languages

EDGE = timedelta(days=2)  # kept from the ends of the calendar, so that any time zone can be applied


def parse_day(typed: str) -> date | None:
    """Parse a date such as "2026-11-23"; return None for anything else, and for the ends of the calendar."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date.min + EDGE < day < date.max - EDGE else None


def find_day(text: str) -> date | None:
    """Return the day that a text names, in figures or with its month in words of a language of ours.

    "Ann Lee, 29 November 2026", "29.11.26", "2026年11月29日". None where it names none.
    """
    parts = [_part(token) for token in _TOKEN.findall(_plain(text))]
    known = [part for part in parts if part is not None]
    return next(filter(None, map(_day_of, known, known[1:], known[2:])), None)


@cache
def names_who_and_when(text: str) -> bool:
    """Return whether a text names somebody, by two letters at least, and a day."""
    others = (token for token in _TOKEN.findall(_plain(text)) if token not in _months())
    return find_day(text) is not None and any(len(token) > 1 for token in others if token.isalpha())


_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_CENTURY = 2000
_Part = tuple[int, bool]  # a number, and whether it is a month in words


def _plain(text: str) -> str:
    """Return a text in small letters without accents: "aout" for "Août"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _part(token: str) -> _Part | None:
    """Return a number or a month; None for any other word."""
    if token.isdecimal():
        return int(token), False
    return (_months()[token], True) if token in _months() else None


def _day_of(*parts: _Part) -> date | None:
    """Return the day that three numbers give in this order: year first, day first or month first."""
    (first, second, third), worded = zip(*parts, strict=True)
    orders = {
        (False, False, False): [(third, second, first), (third, first, second)],
        (False, True, False): [(third, second, first)],
        (True, False, False): [(third, first, second)],
    }.get(worded, [])
    if first >= _CENTURY:
        orders = [(first, second, third)]
    return next(filter(None, (_date(*order) for order in orders)), None)


def _date(year: int, month: int, day: int) -> date | None:
    full = year + _CENTURY if year < 100 else year  # noqa: PLR2004  two digits
    try:
        return date(full, month, day) if _CENTURY <= full < 2 * _CENTURY else None
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """Return the numbers of the months by their names, whole and short, in all languages of the pages."""
    return {
        token: number
        for language in languages()
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language, sep="-").months[form][width].items()
        if _TOKEN.fullmatch(token := _plain(name).removesuffix("."))
    }
