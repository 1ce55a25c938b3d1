"""The error messages of answers: what is wrong, and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from webapp.assessment.alternatives import alternatives_for
from webapp.assessment.answers import Answers
from webapp.assessment.numerals import UnacceptableError
from webapp.assessment.words import answer_words
from webapp.questionnaire.domains import AnswerValue, bounds_of
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import Number, write_number
from webapp.questionnaire.units import unit_of, with_unit
from webapp.web.kit.answer_parsing import parse_answer, validate_typed
from webapp.web.kit.i18n import N_, format_number, gettext, ngettext

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class InvalidAnswer:
    """What was typed, with the other answers, and why it was refused."""

    question: Question
    typed: Sequence[str]
    answers: Answers
    error: UnacceptableError


def error_message(question: Question, typed: Sequence[str], answers: Answers) -> str:
    """Return the sentence that says what is wrong and what to do, or "" for a valid answer."""
    try:
        validate_typed(question, typed, answers)
    except UnacceptableError as error:
        if error.code in PLAIN_MESSAGES:
            return gettext(PLAIN_MESSAGES[error.code])
        return MESSAGES.get(error.code, _not_a_number)(InvalidAnswer(question, typed, answers, error))
    return ""


def unsure_label(question: Question) -> str:
    """Return the label of the "Not sure" box beside a number."""
    return question.unknown_label or gettext("Not sure")


def _not_a_number(answer: InvalidAnswer) -> str:
    question = answer.question
    low, high = (format_number(end) for end in _bounds(answer))
    if question.step == 1:
        return _whole(answer, low, high)
    if question.step == HALF:
        return gettext(
            "Enter a number from %(low)s to %(high)s. Halves are fine, for example %(half)s. "
            "If it varies, give your best guess.",
            low=low,
            high=high,
            half=_a_half(answer),
        )
    return gettext("Enter a number from %(low)s to %(high)s.", low=low, high=high)


def _whole(answer: InvalidAnswer, low: str, high: str) -> str:
    """Ask for a whole number, with an example and leave to guess where it is an amount that may vary."""
    if "/" not in answer.question.unit:
        return gettext("Enter a whole number from %(low)s to %(high)s.", low=low, high=high)
    return gettext(
        "Enter a whole number from %(low)s to %(high)s, for example %(example)s. "
        "If it varies, give your best guess.",
        low=low,
        high=high,
        example=low if low != "0" else _example(answer, 2),
    )


def _a_half(answer: InvalidAnswer) -> str:
    return _example(answer, 1 + HALF, _bounds(answer)[0] + HALF)


def _bounds(answer: InvalidAnswer) -> tuple[Number, Number]:
    return bounds_of(answer.question, answer.answers.situation)


def _takes(answer: InvalidAnswer, number: Number) -> bool:
    """Return whether the box takes this number, so that it may be an example."""
    low, high = _bounds(answer)
    return low <= number <= high and (Fraction(number) / answer.question.step).denominator == 1


def _example(answer: InvalidAnswer, *wanted: Number) -> str:
    """Return the first of these numbers that the box takes, or the lowest that it takes."""
    return format_number(next((one for one in wanted if _takes(answer, one)), _bounds(answer)[0]))


def _out_of_range(answer: InvalidAnswer) -> str:
    value = parse_answer(answer.question, answer.typed)
    others = (
        alternatives_for(answer.answers, answer.question, value) if isinstance(value, int | Fraction) else ()
    )
    if not others:
        return _beyond(answer, value)
    labels = gettext("” or “").join(option.label for _, option in others)
    asked = others[0][0]
    return gettext(
        "%(number)s does not fit “%(chosen)s”. Is it “%(labels)s”? Then change “%(question)s”. "
        "If not: %(wanted)s",
        number=answer.typed[0],
        chosen=answer_words(asked, answer.answers.given[asked.id]),
        labels=labels,
        question=asked.short_name,
        wanted=_not_a_number(answer),
    )


def _beyond(answer: InvalidAnswer, value: AnswerValue) -> str:
    """Say what was typed with its unit: a year of birth counts as so many years."""
    if not answer.question.unit or not isinstance(value, int | Fraction):
        return _not_a_number(answer)
    amount = with_unit(answer.question, write_number(value))
    return gettext("You typed %(amount)s. %(wanted)s", amount=amount, wanted=_not_a_number(answer))


def _between_steps(answer: InvalidAnswer) -> str:
    (low, high), step = _bounds(answer), answer.question.step
    words = {"low": format_number(low), "high": format_number(high)}
    if step == HALF:
        return gettext(
            "Enter a number from %(low)s to %(high)s. "
            "Only whole numbers and halves count, for example %(half)s.",
            half=_a_half(answer),
            **words,
        )
    return gettext(
        "Enter a number from %(low)s to %(high)s, in steps of %(step)s.", step=format_number(step), **words
    )


def _span(answer: InvalidAnswer) -> str:
    low, high = answer.error.span or (Fraction(0), Fraction(0))
    middle, step = (low + high) / 2, answer.question.step
    if not answer.question.unit or step == 1 or low >= high or not _takes(answer, middle):
        return _several(answer)
    return gettext(
        "Type one number. For %(low)s to %(high)s, type %(middle)s.",
        low=format_number(low),
        high=format_number(high),
        middle=format_number(middle),
    )


def _several(answer: InvalidAnswer) -> str:
    return _guessed(answer, gettext("Type one number only."))


def _with_mark(answer: InvalidAnswer) -> str:
    low, high = (format_number(end) for end in _bounds(answer))
    return gettext(
        "Enter a number from %(low)s to %(high)s, without a mark for thousands.", low=low, high=high
    )


def _inexact(answer: InvalidAnswer) -> str:
    return _guessed(answer, gettext("Type one number only, without other signs."))


def _guessed(answer: InvalidAnswer, sentence: str) -> str:
    """Add that a guess is fine, except for laboratory values, which have no unit of their own."""
    if not answer.question.unit:
        return sentence
    return gettext("%(sentence)s A good guess is fine.", sentence=sentence)


def _with_words(answer: InvalidAnswer) -> str:
    unit = unit_of(answer.question)
    if not unit:
        return gettext("Type only the number, without words and without a unit.")
    return gettext("Type only the number, without words. It counts as %(unit)s.", unit=unit)


def _too_fine(answer: InvalidAnswer) -> str:
    low, step = _bounds(answer)[0], answer.question.step
    return ngettext(
        "Use %(num)s decimal place at most, for example %(example)s.",
        "Use %(num)s decimal places at most, for example %(example)s.",
        answer.question.decimals,
        example=_example(answer, 415 * step, low + 5 * step),
    )


def _one_of_two(answer: InvalidAnswer) -> str:
    label = unsure_label(answer.question)
    if any(sign.isdecimal() for sign in answer.typed[0]):
        return gettext("You entered a number and also ticked “%(label)s”. Please keep just one.", label=label)
    return gettext("You typed something and also ticked “%(label)s”. Please keep just one.", label=label)


def _alone(answer: InvalidAnswer) -> str:
    options = answer.question.options
    labels = (option.label for option in options if option.exclusive and option.id in answer.typed)
    return gettext("You ticked “%(label)s” as well as something else. Please untick one.", label=next(labels))


def _required(answer: InvalidAnswer) -> str:
    if answer.question.kind == "number":
        return gettext("Type a number, or tick “%(label)s”.", label=unsure_label(answer.question))
    if answer.question.kind == "multi":
        return gettext("Please tick at least one answer. We need this one to keep you safe.")
    return gettext("Please choose an answer so that you can continue.")


PLAIN_MESSAGES = {
    "one-option": N_("Choose one answer only."),
    "unknown-option": N_("Choose from the answers on this page."),
    "not-a-list": N_("Choose from the answers on this page."),
}

MESSAGES: dict[str, Callable[[InvalidAnswer], str]] = {
    "thousands": _with_mark,
    "span": _span,
    "several": _several,
    "inexact": _inexact,
    "with-words": _with_words,
    "too-many-decimals": _too_fine,
    "off-step": _between_steps,
    "out-of-range": _out_of_range,
    "both": _one_of_two,
    "exclusive": _alone,
    "required": _required,
}
"""The messages for the other codes of UnacceptableError; the rest get `_not_a_number`."""
