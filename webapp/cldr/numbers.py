"""How a language writes numbers, and which form of a word it puts behind each."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from babel import Locale
from babel.numbers import get_decimal_symbol

from webapp.cldr.direction import box
from webapp.cldr.locales import parsed

OTHER = "other"  # CLDR's category of what is in no other

_NUMBER = re.compile(r"[\d.,+\u2212\u2013 -]+")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_DASH = re.compile("[\N{EN DASH}-]")


def localized(digits: str, language: str) -> str:
    """Write a number, or a range such as "11–28.5", as a language does; words stay as they are."""
    if not _NUMBER.fullmatch(digits):
        return digits
    written = with_decimal_sign(digits, language)
    return box(written) if _is_rtl(language) and not written.isdigit() else written


def with_decimal_sign(text: str, language: str) -> str:
    """Return a text that we made of titles and numbers, with the decimal sign of the language."""
    sign = _decimal_sign(language)
    return text if sign == "." else _POINT.sub(sign, text)


@cache
def plural_category(number: str, language: str) -> str:
    """Return the category of CLDR that a number as we write it is in, of a range that of its end."""
    try:
        end = Decimal(_DASH.split(number)[-1])
    except InvalidOperation:
        return OTHER
    locale = _locale(language)
    return locale.plural_form(end if end % 1 or "." in number else int(end)) if locale else OTHER


@cache
def _decimal_sign(language: str) -> str:
    locale = _locale(language)
    return get_decimal_symbol(locale, numbering_system="latn") if locale else "."


@cache
def _is_rtl(language: str) -> bool:
    locale = _locale(language)
    return locale is not None and locale.text_direction == "rtl"


@cache
def _locale(language: str) -> Locale | None:
    """Return the locale of a tag, without subtags that CLDR does not know: "en-simple" is "en"."""
    shorter = language.rpartition("-")[0]
    return parsed(language) or (_locale(shorter) if shorter else None)
