"""The types of values in the file: exact numbers, rules, pairs, and values of several kinds."""

import re
from calendar import monthrange
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from webapp.questionnaire.rules.numbers import FigureValue, Number, reduced, write_exact

DAY = re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])-([0-9]{2})")  # ISO 8601
PAIR = 2  # numbers in a pair: the lowest and the highest


MOST_DIGITS = 1000  # of a number: what rules make of longer ones cannot be written
HUGE = 10**MOST_DIGITS


def exact_number(value: object) -> Number:
    """Return a whole number or a fraction; whole fractions become whole numbers."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise PydanticCustomError("number", "this must be a number in plain digits, such as 12 or 2.5")
    if not -HUGE < value.numerator < HUGE or value.denominator >= HUGE:
        raise PydanticCustomError("number", "this number has too many digits")
    return reduced(value)


def _days(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise PydanticCustomError("days", "this must be a whole number of days, 0 or more")
    return value


def _formula(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise PydanticCustomError("formula", "this must be a rule in quotes or a number")
    return write_exact(exact_number(value))


def _day(value: object) -> str:
    found = DAY.fullmatch(value) if isinstance(value, str) else None
    year, month, day = map(int, found.groups()) if found else (1, 1, 0)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise PydanticCustomError("day", 'this must be a day in quotes, such as "2027-01-31"')
    return str(value)


def _pair(value: object) -> tuple[Number, Number]:
    if not isinstance(value, list) or [isinstance(one, int | Fraction) for one in value] != [True, True]:
        raise PydanticCustomError("pair", "this must be two numbers, such as [0, 15]")
    return exact_number(value[0]), exact_number(value[1])


def _figure(value: object) -> FigureValue:
    return _pair(value) if isinstance(value, list) and len(value) == PAIR else exact_number(value)


def text_rows(value: object) -> object:
    """Return a single text as the one row of a list."""
    return [{"text": value}] if isinstance(value, str) else value


def each_text_row(value: object) -> object:
    """Return a list with each single text as a row."""
    is_list = isinstance(value, list)
    return [{"text": one} if isinstance(one, str) else one for one in value] if is_list else value  # type: ignore[attr-defined]


def _when_hidden(value: object) -> str | Number:
    return value if isinstance(value, str) else exact_number(value)


def _unknown(value: object) -> bool | tuple[str, ...]:
    if isinstance(value, bool):
        return value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise PydanticCustomError("unknown", "this must be true, or a list of the options that stay possible")
    return tuple(value)


def _tier(value: object) -> str:
    if isinstance(value, bool) or value not in ("stop", 1, 2, 3, "support", "practitioner"):
        raise PydanticCustomError("tier", 'this must be "stop", 1, 2, 3, "support" or "practitioner"')
    return str(value)


# json_schema_input_type is the type that the JSON Schema shows to editors.
Time = Literal[
    "", "now", "today", "ask_today", "next_dose", "tomorrow", "days", "week", "ask_week", "fortnight", "soon"
]  # fmt: skip
Day = Annotated[str, PlainValidator(_day, json_schema_input_type=str)]
DayCount = Annotated[int, PlainValidator(_days, json_schema_input_type=int)]
Exact = Annotated[int | Fraction, PlainValidator(exact_number, json_schema_input_type=float)]
FigureOrPair = Annotated[FigureValue, PlainValidator(_figure, json_schema_input_type=float | list[float])]
MaybeExact = Annotated[int | Fraction | None, PlainValidator(exact_number, json_schema_input_type=float)]
Formula = Annotated[str, PlainValidator(_formula, json_schema_input_type=str | float)]
NumberPair = Annotated[tuple[Number, Number], PlainValidator(_pair, json_schema_input_type=list[float])]
Unknown = Annotated[bool | tuple[str, ...], PlainValidator(_unknown, json_schema_input_type=bool | list[str])]
Tier = Annotated[
    str, PlainValidator(_tier, json_schema_input_type=Literal["stop", 1, 2, 3, "support", "practitioner"])
]
WhenHidden = Annotated[str | Number | None, PlainValidator(_when_hidden, json_schema_input_type=str | float)]
MaybeFormula = Annotated[str | None, PlainValidator(_formula, json_schema_input_type=str | float)]
