"""Numbers as people and programs write them: one meaning, or an error that names the obstacle.

An ambiguous sign is refused: "1,000" may be one or a thousand.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from decimal import Decimal
from fractions import Fraction

from webapp.cldr.number_words import range_pattern

LONGEST_TEXT = 100  # characters of a text that is parsed: more than a number with its unit has
LONGEST_NUMBER = 20  # digits that a number may have: more than any bound has
HUGE = 10**LONGEST_NUMBER

REVERSING = "\N{RIGHT-TO-LEFT OVERRIDE}"

_SAME = str.maketrans(
    dict.fromkeys(
        (
            ",",
            "\N{ARABIC DECIMAL SEPARATOR}",
            "\N{ARABIC COMMA}",
            "\N{FULLWIDTH COMMA}",
            "\N{FULLWIDTH FULL STOP}",
            "\N{MIDDLE DOT}",
        ),
        ".",
    )
    | {"\N{MINUS SIGN}": "-"}
    | dict.fromkeys("\N{FULLWIDTH TILDE}\N{SMALL TILDE}\N{TILDE OPERATOR}", "~")
    | dict.fromkeys("\u2044\u2215\uff0f", "/")
    | dict.fromkeys("\u2019\u02bc\u2032\uff07\N{ARABIC THOUSANDS SEPARATOR}_", "'")
)
"""Equivalents of the point, the minus, the tilde, the slash, and the mark for thousands."""

_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_PLAIN = re.compile(_NUMBER)
_GROUPED_BY_POINT = re.compile(r"0*[1-9]\d*\.\d{3}")
_BETWEEN = "[ .']"
_GROUPED = re.compile(rf"\d+(?:{_BETWEEN}\d{{2,3}})*{_BETWEEN}\d{{3}}(?:\.\d*)?")
_PART = re.compile(r"(?:(\d+) )?([1-9])/([2-9])")
_SPAN = re.compile(rf"({_NUMBER})(?: ?(?:-|~|\.\.+) ?|{range_pattern()})({_NUMBER})", re.IGNORECASE)
_SEVERAL = re.compile(r"\d[./']*[^\d./'eE][^\d]*\d")
_WITH_WORDS = re.compile(r"(.*\d\.?) ?([^\d\W][^\d]*|[%°µ][^\d]*)")
_WITH_SIGNS = re.compile(rf"[^\w/-]*{_NUMBER}[^\w/-]*")


class UnacceptableError(ValueError):
    """A single value that cannot be an answer; `code` as in AnswerProblem.

    `span` has both numbers of an answer such as "2-3".
    """

    def __init__(self, code: str, message: str, span: tuple[Fraction, Fraction] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.span = span


def parse_number(value: object, unit_words: Collection[str] = ()) -> Fraction:
    """Return the exact number of an int, a Decimal, a Fraction, or text that may end in one of `unit_words`.

    Raise UnacceptableError, also for a number of more than LONGEST_NUMBER digits.
    """
    if isinstance(value, str):
        return _read(value, unit_words)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise UnacceptableError("not-a-number", "must be a number")
    if not _has_usual_size(value):
        raise UnacceptableError("not-a-number", "must be a number of a usual size")
    return Fraction(value)


def _has_usual_size(value: int | Decimal | Fraction) -> bool:
    if not isinstance(value, Decimal):
        return bool(-HUGE < value.numerator < HUGE and value.denominator < HUGE)
    if not value.is_finite() or abs(value.adjusted()) >= LONGEST_NUMBER:
        return False
    return len(value.as_tuple().digits) <= LONGEST_NUMBER


def _read(text: str, unit_words: Collection[str]) -> Fraction:
    if len(text) > LONGEST_TEXT:
        raise UnacceptableError("not-a-number", "must be a number of a usual size")
    plain = simplified(text)
    worded = _WITH_WORDS.fullmatch(plain)
    if worded is None:
        return _exact(plain)
    if _folded(worded[2]).rstrip(". ") in map(_folded, unit_words):
        return _exact(worded[1])
    if not _SPAN.fullmatch(worded[1]):  # "1 to 2 a week" is no range of another unit
        _exact(worded[1])
    raise _has_words()


def _has_words() -> UnacceptableError:
    return UnacceptableError("with-words", "must be a number alone, without words or a unit")


def _folded(word: str) -> str:
    """Return the word in small letters without marks on them: "días" as "dias"."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def simplified(text: str) -> str:
    """Return the text with plain digits, points, dashes and blanks, and without invisible characters."""
    seen = (sign for sign in unicodedata.normalize("NFC", text) if not is_unseen(sign))
    return " ".join("".join(map(_plain_sign, seen)).translate(_SAME).split())


def is_unseen(sign: str) -> bool:
    """Return whether this is an invisible character: Unicode's format characters except overrides.

    Right-to-left overrides count as visible: they show "12" as "21".
    """
    return unicodedata.category(sign) == "Cf" and sign != REVERSING


def _plain_sign(sign: str) -> str:
    """Return a digit of any script as 0 to 9, ½ as " 1/2", and a dash of any length as a hyphen."""
    value = unicodedata.decimal(sign, None)
    if value is not None:
        return str(value)
    if unicodedata.category(sign) == "Pd":
        return "-"
    parts = unicodedata.decomposition(sign).split()
    if parts[:1] != ["<fraction>"]:
        return sign
    return " " + "".join(chr(int(part, 16)) for part in parts[1:])


def _exact(plain: str) -> Fraction:
    for read in _READINGS:
        number = read(plain)
        if number is not None:
            return number
    raise UnacceptableError("not-a-number", "must be a number, such as 3 or 2.5")


def _decimal(plain: str) -> Fraction | None:
    if len(plain) > LONGEST_NUMBER or not _PLAIN.fullmatch(plain) or _GROUPED_BY_POINT.fullmatch(plain):
        return None
    return Fraction(Decimal(plain))


def _part(plain: str) -> Fraction | None:
    """Parse a half and the like: "1/2", "1 1/2". Not "6/2", which may be a date, nor "3/7"."""
    found = _PART.fullmatch(plain)
    if not found or len(plain) > LONGEST_NUMBER or found[2] >= found[3]:
        return None
    return int(found[1] or 0) + Fraction(int(found[2]), int(found[3]))


def _grouped(plain: str) -> None:
    if _GROUPED.fullmatch(plain):
        raise UnacceptableError("thousands", "Type the number without a mark for thousands: 1000, not 1,000")


def _span(plain: str) -> None:
    found = _SPAN.fullmatch(plain)
    low, high = (_decimal(found[1]), _decimal(found[2])) if found else (None, None)
    if low is not None and high is not None:
        raise UnacceptableError("span", "must be one number, not two", (low, high))


def _several(plain: str) -> None:
    if _SEVERAL.search(plain):
        raise UnacceptableError("several", "must be one number")


def _with_signs(plain: str) -> None:
    if _WITH_SIGNS.fullmatch(plain) and not _PLAIN.fullmatch(plain):
        raise UnacceptableError("inexact", "must be one number, without other signs")


def _with_letters(plain: str) -> None:
    if not any(sign.isalpha() for sign in plain):
        return
    if any(sign.isdigit() for sign in plain):
        raise _has_words()
    raise UnacceptableError("in-words", "must be a number in digits, such as 3 or 2.5")


_READINGS: tuple[Callable[[str], Fraction | None], ...] = (
    _decimal,
    _part,
    _grouped,
    _span,
    _several,
    _with_signs,
    _with_letters,
)
"""In this order: each returns the number, raises for its own reason, or leaves the text to the next."""
