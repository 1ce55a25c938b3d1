"""A typed answer in the words of its question."""

from collections.abc import Sequence
from fractions import Fraction

from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import write_number
from webapp.questionnaire.units import with_unit
from webapp.web.kit.answer_errors import unsure_label
from webapp.web.kit.answer_parsing import is_unsure, parse_answer


def typed_answer_words(question: Question, typed: Sequence[str]) -> tuple[str, ...]:
    """Return the answer as text: the chosen labels, or the number with its unit."""
    value = parse_answer(question, typed)
    if isinstance(value, int | Fraction):
        return (with_unit(question, write_number(value)),)
    if value is None:
        return (unsure_label(question),) if is_unsure(question, typed) else ()
    chosen = value if isinstance(value, tuple) else (value,)
    return tuple(question.option(option).label for option in chosen)
