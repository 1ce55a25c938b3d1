"""From what was typed to answers. What was typed is kept as it came; what it means is worked out here.

One question's typed values are the texts that its form field sent: the ids of the chosen options; for a
number the text of the box, followed by UNSURE where the box beside it is ticked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.assessment import Answers, AnswerValue, resolve, validate_value
from webapp.assessment.numerals import UnacceptableError, is_unseen
from webapp.assessment.validate_answers import out_of_range
from webapp.clinic import Clinic
from webapp.questionnaire.model import Question, Questionnaire

UNSURE = "unsure"
"""What the "Not sure" box beside a number sends."""

Typed = Mapping[str, Sequence[str]]
"""What was typed, by question. A question that is not in it was never on a page that was sent."""

MAX_LENGTH = 100
"""Characters of one typed value that are kept: enough to see one's own mistake."""

MAX_VALUES = 40
"""Values of one field that are kept: more than any question has options."""


_NUMBER_VALUES = 2
"""Its box, and the one beside it."""


def clean_values(values: Sequence[str]) -> tuple[str, ...]:
    """Typed values as they may be kept and shown again: short, without control signs, and nothing unseen."""
    return tuple(_printable(value[:MAX_LENGTH]) for value in values[:MAX_VALUES])


def clean_answer(question: Question, values: Sequence[str]) -> tuple[str, ...]:
    """The same, and no more of it than the question has options, each as long as an option can be.

    One more sign stays, and one more value: what is too long must not become an option by being cut.
    """
    ids = [option.id for option in question.options]
    if not ids:
        return clean_values(values[:_NUMBER_VALUES])
    return clean_values([value[: max(map(len, ids)) + 1] for value in values[: len(ids) + 1]])


def _printable(text: str) -> str:
    return "".join(map(_printable_sign, text)).strip()


def _printable_sign(sign: str) -> str:
    """Direction marks and their like go; blanks are blanks.

    A lone surrogate or NUL must not vanish: "1", NUL, "2" would become another number.
    """
    if sign.isspace():
        return " "
    if is_unseen(sign):
        return ""
    return sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}"


def parse_answer(question: Question, typed: Sequence[str]) -> AnswerValue:
    """The answer that was typed, its range apart; None is skipped or unsure. Raises UnacceptableError."""
    return PARSERS[question.kind](question, typed)


def is_unsure(question: Question, typed: Sequence[str]) -> bool:
    """Whether the box beside a number was ticked."""
    return question.kind == "number" and UNSURE in typed[1:]


def _parse_choice(question: Question, typed: Sequence[str]) -> AnswerValue:
    return validate_value(question, list(dict.fromkeys(typed)) or None)


def _parse_number(question: Question, typed: Sequence[str]) -> AnswerValue:
    text = typed[0].strip() if typed else ""
    if text and is_unsure(question, typed):
        raise UnacceptableError("both", "a number and the box beside it")
    return validate_value(question, text)


PARSERS = {"single": _parse_choice, "multi": _parse_choice, "number": _parse_number}


def parse_answers(questionnaire: Questionnaire, clinic: Clinic, typed: Typed) -> Answers:
    """The answers so far. What cannot be accepted counts as not answered; the clinic's presets are in."""
    raw = {**_parseable(questionnaire, typed), **clinic.presets}
    answers = resolve(questionnaire, raw)
    unfit = {problem.question for problem in out_of_range(answers)}
    if not unfit:
        return answers
    return resolve(questionnaire, {key: value for key, value in raw.items() if key not in unfit})


def _parseable(questionnaire: Questionnaire, typed: Typed) -> dict[str, AnswerValue]:
    raw: dict[str, AnswerValue] = {}
    for question_id, values in typed.items():
        question = questionnaire.questions.get(question_id)
        if question is not None and _is_parseable(question, values):
            raw[question_id] = parse_answer(question, values)
    return raw


def _is_parseable(question: Question, values: Sequence[str]) -> bool:
    try:
        parse_answer(question, values)
    except UnacceptableError:
        return False
    return True


def due_questions(answers: Answers, clinic: Clinic) -> tuple[str, ...]:
    """The questions to ask, in order: those that apply, without what the clinic fixed or left off."""
    questions = answers.questionnaire.questions
    return tuple(question_id for question_id in answers.given if is_asked(questions[question_id], clinic))


def is_answered(answers: Answers, question_id: str, typed: Typed) -> bool:
    """Whether the question was on a page, and is answered, or skipped where it may be."""
    if question_id not in typed:
        return False
    question, values = answers.questionnaire.questions[question_id], typed[question_id]
    if answers.given[question_id] is not None or is_unsure(question, values):
        return True
    return not question.required and not any(values)


def is_asked(question: Question, clinic: Clinic) -> bool:
    """Whether this clinic lets the patient answer it."""
    if question.clinic == "preset":
        return question.id not in clinic.presets
    return question.clinic != "opt_in" or question.id in clinic.opted_in
