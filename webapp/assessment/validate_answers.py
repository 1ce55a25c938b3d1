"""Validation of values from outside: forms, JSON, CSV, FHIR."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from webapp.assessment.answers import Answers, resolve
from webapp.assessment.numerals import HUGE, LONGEST_TEXT, UnacceptableError, parse_number, simplified
from webapp.questionnaire.domains import AnswerValue, bounds_of
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.numbers import Number, reduced, write_exact
from webapp.questionnaire.rules.situation import Situation
from webapp.questionnaire.units import unit_of, unit_words

LONGEST = 40  # characters of a refused value that are repeated in a message


@dataclass(frozen=True)
class AnswerProblem:
    """One value that cannot be an answer.

    `code` never changes: "unknown-question", "not-a-number", "thousands", "span", "several", "inexact",
    "in-words", "with-words", "not-whole", "too-many-decimals", "off-step", "out-of-range", "unknown-
    option", "one-option", "exclusive" or "not-a-list".
    """

    question: str
    value: str
    code: str
    message: str


class AnswerErrors(Exception):  # noqa: N818  # several errors in one
    """Every value that cannot be an answer, in the order in which they were given."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        super().__init__("\n".join(f"{problem.question}: {problem.message}" for problem in problems))
        self.problems = problems


def validate_answers(questionnaire: Questionnaire, outside: Mapping[str, object]) -> Answers:
    """Return the answers from numbers (also as text), option ids, lists of option ids, or None.

    Questions that are not in `outside` count as skipped. Raise AnswerErrors with every problem.
    """
    problems: list[AnswerProblem] = []
    raw: dict[str, AnswerValue] = {}
    for question_id, value in outside.items():
        question = questionnaire.questions.get(question_id)
        try:
            raw[question_id] = _accept_one(question, value)
        except UnacceptableError as refusal:
            problems.append(AnswerProblem(str(question_id), shortened(value), refusal.code, str(refusal)))
    answers = resolve(questionnaire, raw)
    problems.extend(out_of_range(answers))
    if problems:
        raise AnswerErrors(tuple(problems))
    return answers


def _accept_one(question: Question | None, value: object) -> AnswerValue:
    if question is None:
        raise UnacceptableError("unknown-question", "no question has this id")
    return validate_value(question, value)


def validate_value(question: Question, value: object) -> AnswerValue:
    """Return one value as an answer, without checking its range; None for "" and None.

    Raise UnacceptableError.
    """
    if value is None or value == "":
        return None
    return KINDS[question.kind](question, value)


def in_range(question: Question, value: Number, situation: Situation) -> Number:
    """Return the number if it is within the bounds that apply. Raise UnacceptableError."""
    low, high = bounds_of(question, situation)
    if not low <= value <= high:
        highest = f"{write_exact(high)} {unit_of(question)}".rstrip()
        message = f"must be from {write_exact(low)} to {highest}, not {write_exact(value)}"
        raise UnacceptableError("out-of-range", message)
    return value


def out_of_range(answers: Answers) -> list[AnswerProblem]:
    """Return a problem for each number that is outside the bounds that apply."""
    problems = []
    for question_id, value in answers.given.items():
        if not isinstance(value, int | Fraction):
            continue
        try:
            in_range(answers.questionnaire.questions[question_id], value, answers.situation)
        except UnacceptableError as refusal:
            problems.append(AnswerProblem(question_id, write_exact(value), refusal.code, str(refusal)))
    return problems


def _number(question: Question, value: object) -> AnswerValue:
    if isinstance(value, str) and len(value) <= LONGEST_TEXT and not simplified(value):
        return None
    number = parse_number(value, unit_words(question))
    if (number / question.step).denominator != 1:
        raise UnacceptableError(*_off_step(question))
    return reduced(number)


def _off_step(question: Question) -> tuple[str, str]:
    if question.step == 1:
        return "not-whole", "must be a whole number"
    if question.step * 10**question.decimals == 1:
        return "too-many-decimals", f"can have {question.decimals} digit after the decimal mark"
    return "off-step", f"must be a whole number, or one in steps of {write_exact(question.step)}"


def _single(question: Question, value: object) -> AnswerValue:
    if isinstance(value, list | tuple):
        if len(value) != 1:
            raise UnacceptableError("one-option", "must be one option, not a list")
        value = value[0]
    return _option(question, value)


def _option(question: Question, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < HUGE:
        value = str(value)
    if not isinstance(value, str) or not question.has_option(value):
        options = ", ".join(option.id for option in question.options)
        raise UnacceptableError("unknown-option", f"must be one of: {options}")
    return value


def _multi(question: Question, value: object) -> AnswerValue:
    if not isinstance(value, list | tuple):
        raise UnacceptableError("not-a-list", "must be a list of options")
    chosen = {_option(question, one) for one in value}
    if len(chosen) > 1 and any(question.option(one).exclusive for one in chosen):
        alone = next(option.id for option in question.options if option.exclusive and option.id in chosen)
        raise UnacceptableError("exclusive", f"{alone} cannot be ticked together with others")
    return tuple(option.id for option in question.options if option.id in chosen) or None


KINDS = {"number": _number, "single": _single, "multi": _multi}


def shortened(value: object) -> str:
    """Return the value as a message repeats it: short, in one line, without control characters."""
    try:
        written = str(value)
    except ValueError:  # a whole number with more digits than Python writes
        written = "…"
    is_long = len(written) > LONGEST
    text = "".join(sign if sign.isprintable() else " " for sign in written[: LONGEST - is_long])
    return f"{text}…" if is_long else text
