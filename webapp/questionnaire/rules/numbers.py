"""Exact numbers, and how they are written."""

from collections.abc import Callable, Iterable
from fractions import Fraction

from webapp.questionnaire.levels import Level

Number = int | Fraction  # An exact number. Floats never enter the questionnaire or an answer.

FigureValue = Number | tuple[Number, Number]
"""A figure of an option: a number, or the lowest and the highest that it may be."""

RANGE_SIGN = "–"

ENDLESS_DECIMALS = 10  # places of a number such as 1/3, which no answer and no number of the file is

ROUNDED = 3  # places of a number that was worked out


def reduced(number: Number) -> Number:
    """Return a whole number as an int."""
    return number.numerator if number.denominator == 1 else number


def ends_of(figure: FigureValue) -> tuple[Number, Number]:
    """Return the lowest and highest value of a figure."""
    return figure if isinstance(figure, tuple) else (figure, figure)


def write_figure(figure: FigureValue) -> str:
    """Return a figure with all of its decimals: "1.5", or "1–2" for a pair."""
    return write_range(write_exact(end) for end in ends_of(figure))


def decimal_places(number: Number) -> int:
    """Return how many digits a number has behind the point; ENDLESS_DECIMALS where they do not end."""
    rest, places = number.denominator, []
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places.append(count)
    return max(places) if rest == 1 else ENDLESS_DECIMALS


def write_exact(number: Number) -> str:
    """Return the number with all of its digits."""
    return write_number(number, decimal_places(number))


def write_ended(number: Number, decimals: int) -> str:
    """Return the number with all of its digits, or rounded to `decimals` where they do not end."""
    places = decimal_places(number)
    return write_number(number, decimals if places == ENDLESS_DECIMALS else places)


def write_number(number: Number, decimals: int = ROUNDED) -> str:
    """Return the number rounded half up to `decimals`, without zeros at the end."""
    return str(number) if isinstance(number, int) else _strip(fixed(number, decimals))


def fixed(number: Number, decimals: int) -> str:
    """Return the number rounded half up (away from zero) to exactly `decimals` places."""
    numerator, denominator = abs(number.numerator) * 10**decimals, number.denominator
    whole = (2 * numerator + denominator) // (2 * denominator)
    sign = "-" if number < 0 and whole else ""
    digits = str(whole).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def rounded(number: Number, decimals: int) -> Number:
    """Return the number as `write_number` writes it."""
    return number if isinstance(number, int) else Fraction(fixed(number, decimals))


def write_interval(interval: object, write: Callable[[Number], str] = write_number) -> str:
    """Return a number, a range such as "11–28.5", or "–" for an absent one."""
    if not isinstance(interval, tuple):
        return "–"
    return write_range(write(end) for end in interval)


def write_range(ends: Iterable[str]) -> str:
    """Return a lowest and a highest value as one text: "11–28", or one value where both are equal."""
    low, high = ends
    return low if low == high else f"{low}{RANGE_SIGN}{high}"


def write_levels(levels: tuple[Number, Number]) -> str:
    """Return a level, or a range such as "slight–strong"."""
    return write_range(Level(int(level)).word for level in levels)


def _strip(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
