"""From the marks on a page to answers, each plain or with a doubt for a person. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.localization.marking import N_
from webapp.paper.amounts import amount_groups, total
from webapp.paper.box_keys import UNSURE, BoxKey
from webapp.paper.marks import Mark
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.numbers import write_exact

UNSURE_VALUE = "unsure"  # as forms on the screen send it, behind the text of a number

UNCLEAR = N_("A mark is faint, beside its box, or runs into the next one.")
CORRECTED = N_("A box was filled in to take it back.")
TWO_MARKS = N_("Two boxes are marked where one may be.")
NOT_ALONE = N_("“None” or “not sure” is marked together with another answer.")


@dataclass(frozen=True)
class ReadQuestion:
    """The answer to a question as form values, and why a person must look at it ("" for a plain answer)."""

    question: str
    values: tuple[str, ...]
    doubt: str = ""


def read_question(question: Question, marks: Mapping[str, Mark]) -> ReadQuestion:
    """Return the answer that the boxes of one question say; `marks` by option id or amount."""
    marked = [mark for mark, state in marks.items() if state is Mark.MARKED]
    values, doubt = READERS[question.kind](question, marked)
    states = set(marks.values())
    if Mark.UNCLEAR in states:
        doubt = UNCLEAR
    elif Mark.FILLED in states:
        doubt = CORRECTED
    return ReadQuestion(question.id, values, doubt)


def _single(_question: Question, marked: Sequence[str]) -> tuple[tuple[str, ...], str]:
    return ((), TWO_MARKS) if len(marked) > 1 else (tuple(marked), "")


def _multi(question: Question, marked: Sequence[str]) -> tuple[tuple[str, ...], str]:
    is_mixed = len(marked) > 1 and any(question.option(one).exclusive for one in marked)
    return tuple(marked), NOT_ALONE if is_mixed else ""


def _number(question: Question, marked: Sequence[str]) -> tuple[tuple[str, ...], str]:
    amounts = [amount for mark in marked if (amount := BoxKey(question.id, mark).amount) is not None]
    text = write_exact(total(amounts)) if amounts else ""
    if UNSURE in marked:
        return ((text, UNSURE_VALUE), TWO_MARKS if amounts else "")
    if any(len(set(group) & set(amounts)) > 1 for group in amount_groups(question)):
        return (), TWO_MARKS
    return ((text,) if text else ()), ""


READERS: Mapping[str, Callable[[Question, Sequence[str]], tuple[tuple[str, ...], str]]] = {
    "single": _single,
    "multi": _multi,
    "number": _number,
}


def plain_answers(questionnaire: Questionnaire, read: Iterable[ReadQuestion]) -> dict[str, object]:
    """Return the answers without doubts, as they are validated; what was left empty is not in them."""
    answers: dict[str, object] = {}
    for one in read:
        values = [value for value in one.values if value and value != UNSURE_VALUE]
        if values and not one.doubt:
            is_list = questionnaire.questions[one.question].kind == "multi"
            answers[one.question] = values if is_list else values[0]
    return answers
