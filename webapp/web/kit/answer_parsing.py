"""From raw form values to answers: cleaning, parsing and validation. Pure.

A draft stores the raw values of a question as its form field sent them: the ids of the chosen options, or the
text of a number, followed by UNSURE where its box is ticked. `validate_typed` is the one place that decides
whether they can be taken; `answer_errors` has the words.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction

from webapp.assessment import Answers, AnswerValue, resolve, validate_value
from webapp.assessment.asked import is_asked
from webapp.assessment.numerals import UnacceptableError, is_unseen
from webapp.assessment.validate_answers import in_range, out_of_range
from webapp.clinic import Clinic
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.numbers import write_number

UNSURE = "unsure"  # what the "Not sure" box beside a number sends

TypedValues = Mapping[str, Sequence[str]]
"""Raw form values by question id. A question that was never on a submitted page is absent."""

MAX_LENGTH = 100  # characters of one value that are kept: enough to see one's own mistake
MAX_VALUES = 40  # values of one field that are kept: more than any question has options
_NUMBER_VALUES = 2  # the values of a number field: its text, and UNSURE


def clean_values(values: Sequence[str]) -> tuple[str, ...]:
    """Return values that are safe to store and show again: short, without control or invisible characters."""
    kept = (value[:MAX_LENGTH] for value in values[:MAX_VALUES])
    return tuple("".join(map(_printable_sign, value)).strip() for value in kept)


def clean_answer(question: Question, values: Sequence[str]) -> tuple[str, ...]:
    """Clean the values of a question, cut to the number of its options and the length of their ids.

    One more value and one more character are kept: cutting must not turn a wrong value into an option.
    """
    ids = [option.id for option in question.options]
    if not ids:
        return clean_values(values[:_NUMBER_VALUES])
    return clean_values([value[: max(map(len, ids)) + 1] for value in values[: len(ids) + 1]])


def _printable_sign(sign: str) -> str:
    """Drop format characters, and replace unprintable ones.

    A lone surrogate or NUL must not vanish: "1", NUL, "2" would become another number.
    """
    if sign.isspace():
        return " "
    if is_unseen(sign):
        return ""
    return sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"


def parse_answer(question: Question, typed: Sequence[str]) -> AnswerValue:
    """Return the answer, or None for skipped or unsure, range unchecked. Raise UnacceptableError."""
    return PARSERS[question.kind](question, typed)


def typed_as(question: Question, value: AnswerValue) -> tuple[str, ...]:
    """Return the raw form values that are parsed as this answer; an unknown number as "Not sure"."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, int | Fraction):
        return (write_number(value),)
    if value is None:
        return ("", UNSURE) if question.kind == "number" else ()
    return (value,)


def validate_typed(question: Question, typed: Sequence[str], answers: Answers) -> AnswerValue:
    """Return the answer, or None for skipped or unsure.

    Raise UnacceptableError for a value that cannot be parsed, a number outside the bounds that hold with the
    other `answers`, and a required question without an answer (code "required").
    """
    value = parse_answer(question, typed)
    if isinstance(value, int | Fraction):
        in_range(question, value, answers.situation)
    if question.required and value is None and not is_unsure(question, typed):
        raise UnacceptableError("required", "needs an answer")
    return value


def is_valid(question: Question, typed: Sequence[str], answers: Answers) -> bool:
    """Return whether these values can be taken as an answer."""
    try:
        validate_typed(question, typed, answers)
    except UnacceptableError:
        return False
    return True


def is_unsure(question: Question, typed: Sequence[str]) -> bool:
    """Return whether the "Not sure" box beside a number was ticked."""
    return question.kind == "number" and UNSURE in typed[1:]


def _parse_choice(question: Question, typed: Sequence[str]) -> AnswerValue:
    return validate_value(question, list(dict.fromkeys(typed)) or None)


def _parse_number(question: Question, typed: Sequence[str]) -> AnswerValue:
    text = typed[0].strip() if typed else ""
    if text and is_unsure(question, typed):
        raise UnacceptableError("both", "a number and the box beside it")
    return validate_value(question, text)


PARSERS = {"single": _parse_choice, "multi": _parse_choice, "number": _parse_number}


def parse_answers(questionnaire: Questionnaire, clinic: Clinic, typed: TypedValues) -> Answers:
    """Return the answers so far, with the clinic's presets. Values that cannot be taken count as skipped."""
    raw = {**_parseable(questionnaire, typed), **clinic.presets}
    answers = resolve(questionnaire, raw)
    invalid = {problem.question for problem in out_of_range(answers)}
    if not invalid:
        return answers
    return resolve(questionnaire, {key: value for key, value in raw.items() if key not in invalid})


def _parseable(questionnaire: Questionnaire, typed: TypedValues) -> dict[str, AnswerValue]:
    raw: dict[str, AnswerValue] = {}
    for question_id, values in typed.items():
        question = questionnaire.questions.get(question_id)
        if question is not None:
            with suppress(UnacceptableError):
                raw[question_id] = parse_answer(question, values)
    return raw


def due_questions(answers: Answers, clinic: Clinic) -> tuple[str, ...]:
    """Return the questions to ask, in order: those that apply and that the clinic leaves to the patient."""
    questions = answers.questionnaire.questions
    return tuple(question_id for question_id in answers.given if is_asked(questions[question_id], clinic))


def is_answered(answers: Answers, question_id: str, typed: TypedValues) -> bool:
    """Return whether the question was on a page, and was answered or may be skipped."""
    if question_id not in typed:
        return False
    question, values = answers.questionnaire.questions[question_id], typed[question_id]
    if answers.given[question_id] is not None or is_unsure(question, values):
        return True
    return not question.required and not any(values)
