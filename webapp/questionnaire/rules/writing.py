"""How exact numbers are written in a trace."""

from __future__ import annotations

from fractions import Fraction

Number = int | Fraction


def write_number(number: Number, decimals: int = 3) -> str:
    """The number rounded half up to `decimals`, without zeros at the end."""
    return str(number) if isinstance(number, int) else _strip(fixed(number, decimals))


def fixed(number: Number, decimals: int) -> str:
    """The number rounded half up (away from zero) to exactly `decimals` places."""
    numerator, denominator = abs(number.numerator) * 10**decimals, number.denominator
    whole = (2 * numerator + denominator) // (2 * denominator)
    sign = "-" if number < 0 and whole else ""
    digits = str(whole).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def write_interval(interval: object) -> str:
    """A number, "11–28.5", or "–" for an absent one."""
    if not isinstance(interval, tuple):
        return "–"
    low, high = (write_number(end) for end in interval)
    return low if low == high else f"{low}–{high}"


def _strip(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
