"""The error messages of answers: what is wrong, and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from webapp.assessment.alternatives import alternatives_for
from webapp.assessment.answers import Answers
from webapp.assessment.numerals import UnacceptableError
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Question
from webapp.questionnaire.units import unit_of
from webapp.web.kit.i18n import N_, format_number, gettext, ngettext
from webapp.web.patient.answer_parsing import parse_answer, validate_typed


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
    low, high = (format_number(end) for end in bounds_of(question, answer.answers.situation))
    if question.step == 1:
        return gettext("Type a whole number from %(low)s to %(high)s, in digits.", low=low, high=high)
    if question.step == Fraction(1, 2):
        return gettext(
            "Type a number from %(low)s to %(high)s, in digits. Halves are fine, such as %(half)s.",
            low=low,
            high=high,
            half=format_number(Fraction(3, 2)),
        )
    return gettext("Type a number from %(low)s to %(high)s, in digits.", low=low, high=high)


def _out_of_range(answer: InvalidAnswer) -> str:
    value = parse_answer(answer.question, answer.typed)
    others = (
        alternatives_for(answer.answers, answer.question, value) if isinstance(value, int | Fraction) else ()
    )
    if not others:
        return _not_a_number(answer)
    labels = gettext("” or “").join(option.label for _, option in others)
    asked = others[0][0]
    return gettext(
        "%(wanted)s Your number would fit “%(labels)s”: if that is the unit, change “%(question)s”.",
        wanted=_not_a_number(answer),
        labels=labels,
        question=asked.short_name,
    )


def _span(answer: InvalidAnswer) -> str:
    low, high = answer.error.span or (Fraction(0), Fraction(0))
    middle = (low + high) / 2
    step = answer.question.step
    if not answer.question.unit or step == 1 or low >= high or (middle / step).denominator != 1:
        return _guessed(answer, gettext("Type one number only."))
    return gettext(
        "Type one number. For %(low)s to %(high)s, type %(middle)s.",
        low=format_number(low),
        high=format_number(high),
        middle=format_number(middle),
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
    return ngettext(
        "Type no more than %(num)s digit after the comma or point.",
        "Type no more than %(num)s digits after the comma or point.",
        answer.question.decimals,
    )


def _one_of_two(answer: InvalidAnswer) -> str:
    label = unsure_label(answer.question)
    if any(sign.isdecimal() for sign in answer.typed[0]):
        return gettext("You typed a number and ticked “%(label)s”. Keep only one of the two.", label=label)
    return gettext("You typed something and ticked “%(label)s”. Keep only one of the two.", label=label)


def _alone(answer: InvalidAnswer) -> str:
    options = answer.question.options
    labels = (option.label for option in options if option.exclusive and option.id in answer.typed)
    return gettext(
        "You ticked “%(label)s” and another answer. Untick the one that does not fit.", label=next(labels)
    )


def _required(answer: InvalidAnswer) -> str:
    if answer.question.kind == "number":
        return gettext("Type a number, or tick “%(label)s”.", label=unsure_label(answer.question))
    if answer.question.kind == "multi":
        return gettext("Tick at least one answer. We need this one to keep you safe.")
    return gettext("Choose an answer. We need this one to go on.")


PLAIN_MESSAGES = {
    "thousands": N_("Type the number without a mark for thousands: 1000, not 1,000."),
    "one-option": N_("Choose one answer only."),
    "unknown-option": N_("Choose from the answers on this page."),
    "not-a-list": N_("Choose from the answers on this page."),
}

MESSAGES: dict[str, Callable[[InvalidAnswer], str]] = {
    "span": _span,
    "inexact": _inexact,
    "with-words": _with_words,
    "too-many-decimals": _too_fine,
    "out-of-range": _out_of_range,
    "both": _one_of_two,
    "exclusive": _alone,
    "required": _required,
}
"""The messages for the other codes of UnacceptableError; the rest get `_not_a_number`."""
