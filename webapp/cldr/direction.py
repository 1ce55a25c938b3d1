"""Numbers and signs of mathematics among words that run from right to left."""

import re
import unicodedata
from collections.abc import Callable

DASH = "\N{EN DASH}"
UNBROKEN_DASH = f"{DASH}\N{WORD JOINER}"  # no line ends behind it
FIRST_STRONG = "\N{FIRST STRONG ISOLATE}"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT ISOLATE}"
ISOLATE, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

LONGEST_UNBROKEN = 24
"""Signs of a formula that stands on one line, also in a narrow column."""

_FROM_RIGHT = frozenset({"R", "AL"})
_NUMBER = r"[+\u2212]?\d[\d.,\u066b]*%?"
_SIGN = rf"(?:{DASH}|[ \u00a0][≥≤<>=≠×+\u2212/][ \u00a0])"
_BOXED = f"{ISOLATE}[^{END}]*{END}"
_OPERAND = rf"(?:{_NUMBER}|\({_NUMBER}(?:{_SIGN}{_NUMBER})*\))"
_MATHS = re.compile(rf"{_BOXED}|(?<![\w/.-]){_OPERAND}(?:{_SIGN}{_OPERAND})+|(?<!\S)[+\u2212]\d[\d.,]*")
_GAP = r"[ \u00a0().\u2011\u2013/-]{1,3}"
_DIGITS = re.compile(rf"{_BOXED}|[(]?[+]\d+(?:{_GAP}\d+)*|[(]?\d+(?:{_GAP}\d+)+")
"""Groups of digits that belong together, such as a telephone number or a day: 03-123-456, +961 1 345 678."""
_ENDED_BY_POINT = re.compile(r"([.,]+)$")


def isolated(text: str) -> str:
    """Return the text with each range and comparison of numbers as one left-to-right box: "6 ≥ 5", "3–5"."""
    return _outside_boxes(_MATHS, _box, text)


def box(text: str) -> str:
    """Return the text as one left-to-right box that no line breaks, unless it is a long formula."""
    unbroken = text.replace(DASH, UNBROKEN_DASH)
    if len(text) <= LONGEST_UNBROKEN:
        unbroken = unbroken.replace(" ", "\N{NO-BREAK SPACE}")
    return f"{ISOLATE}{unbroken}{END}"


def in_own_direction(text: str) -> str:
    """Return text that somebody typed with the direction of its own first letter; "" stays as it is."""
    return f"{FIRST_STRONG}{with_digits_in_order(text)}{END}" if text else text


def with_digits_in_order(text: str) -> str:
    """Return text that somebody typed with its groups of digits in boxes, if it has letters from the right.

    They would stand in reverse order: "456-123-03", which nobody could dial.
    """
    return _outside_boxes(_DIGITS, _in_order, text) if _has_letters_from_right(text) else text


def begins_from_right(text: str) -> bool:
    """Return whether the first letter of a text runs from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((one for one in strong if one in {"L", *_FROM_RIGHT}), "L") in _FROM_RIGHT


def in_right_to_left(text: str) -> str:
    """Return text that has letters from right to left in a box of that direction; other text as it is."""
    return f"{RIGHT_TO_LEFT}{isolated(text)}{END}" if _has_letters_from_right(text) else text


def _has_letters_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _FROM_RIGHT for letter in text)


def _outside_boxes(pattern: re.Pattern[str], made: Callable[[str], str], text: str) -> str:
    """Replace each match of a pattern; what is in a box stays as it is."""
    return pattern.sub(lambda match: match[0] if match[0].startswith(ISOLATE) else made(match[0]), text)


def _in_order(digits: str) -> str:
    return f"{ISOLATE}{digits}{END}"


def _box(maths: str) -> str:
    """Return the maths in a box, with the end of a sentence behind it."""
    whole = _ENDED_BY_POINT.sub("", maths)
    return box(whole) + maths[len(whole) :]
