"""Numbers and signs of mathematics among words that run from right to left."""

import re
import unicodedata

DASH = "\N{EN DASH}"
UNBROKEN_DASH = f"{DASH}\N{WORD JOINER}"  # no line ends behind it
FIRST_STRONG = "\N{FIRST STRONG ISOLATE}"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT ISOLATE}"
ISOLATE, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

_FROM_RIGHT = frozenset({"R", "AL"})
_NUMBER = r"[+\u2212]?\d[\d.,\u066b]*%?"
_SIGN = rf"(?:{DASH}|[ \u00a0][≥≤<>=≠×+\u2212/][ \u00a0])"
_BOXED = f"{ISOLATE}[^{END}]*{END}"
_MATHS = re.compile(rf"{_BOXED}|(?<![\w/.]){_NUMBER}(?:{_SIGN}{_NUMBER})+|(?<!\S)[+\u2212]\d[\d.,]*")
_ENDED_BY_POINT = re.compile(r"([.,]+)$")


def isolated(text: str) -> str:
    """Return the text with each range and comparison of numbers as one left-to-right box: "6 ≥ 5", "3–5"."""
    return _MATHS.sub(lambda match: _box(match[0]), text)


def box(text: str) -> str:
    """Return the text as one left-to-right box that no line breaks."""
    unbroken = text.replace(" ", "\N{NO-BREAK SPACE}").replace(DASH, UNBROKEN_DASH)
    return f"{ISOLATE}{unbroken}{END}"


def in_own_direction(text: str) -> str:
    """Return text that somebody typed with the direction of its own first letter; "" stays as it is."""
    return f"{FIRST_STRONG}{text}{END}" if text else text


def begins_from_right(text: str) -> bool:
    """Return whether the first letter of a text runs from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((one for one in strong if one in {"L", *_FROM_RIGHT}), "L") in _FROM_RIGHT


def in_right_to_left(text: str) -> str:
    """Return text that has letters from right to left in a box of that direction; other text as it is."""
    runs_left = any(unicodedata.bidirectional(letter) in _FROM_RIGHT for letter in text)
    return f"{RIGHT_TO_LEFT}{isolated(text)}{END}" if runs_left else text


def _box(maths: str) -> str:
    """Return the maths in a box, with the end of a sentence behind it; what is in one stays as it is."""
    if maths.startswith(ISOLATE):
        return maths
    whole = _ENDED_BY_POINT.sub("", maths)
    return box(whole) + maths[len(whole) :]
