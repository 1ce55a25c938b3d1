"""From marks to answers: plain ones, and those that a person must look at."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.project import QUESTIONNAIRE
from tests.ticked_boxes import CASES, plainly_read, ticked
from webapp.assessment import assess, validate_answers
from webapp.paper.marks import BoxInk, Mark, mark_of, marks_of
from webapp.paper.read_answers import (
    CORRECTED,
    NOT_ALONE,
    TWO_MARKS,
    UNCLEAR,
    plain_answers,
    read_question,
)
from webapp.questionnaire.model import Bounds, Option, Question

X, FULL, FAINT = Mark.MARKED, Mark.FILLED, Mark.UNCLEAR
CHOICES = (Option("a", "A"), Option("b", "B"), Option("none", "None", exclusive=True))
SINGLE = Question("q", "s", "single", "?", options=CHOICES)
MULTI = Question("q", "s", "multi", "?", options=CHOICES)
NUMBER = Question("q", "s", "number", "?", bounds=(Bounds(0, 21),), step=Fraction(1, 2), decimals=1)


@pytest.mark.parametrize(
    ("question", "marks", "values", "doubt"),
    [
        (SINGLE, {}, (), ""),
        (SINGLE, {"b": X}, ("b",), ""),
        (SINGLE, {"a": X, "b": X}, (), TWO_MARKS),
        (SINGLE, {"a": FULL, "b": X}, ("b",), CORRECTED),
        (SINGLE, {"a": FULL}, (), CORRECTED),
        (SINGLE, {"a": FAINT}, (), UNCLEAR),
        (MULTI, {"a": X, "b": X}, ("a", "b"), ""),
        (MULTI, {"a": X, "none": X}, ("a", "none"), NOT_ALONE),
        (NUMBER, {"+20": X, "+1": X, "+0.5": X}, ("21.5",), ""),
        (NUMBER, {"+0": X}, ("0",), ""),
        (NUMBER, {"+10": X}, ("10",), ""),
        (NUMBER, {"?": X}, ("", "unsure"), ""),
        (NUMBER, {"+3": X, "?": X}, ("3", "unsure"), TWO_MARKS),
        (NUMBER, {"+3": X, "+4": X}, (), TWO_MARKS),
    ],
)
def test_plain_marks_are_read_and_others_are_for_a_person(
    question: Question, marks: dict[str, Mark], values: tuple[str, ...], doubt: str
) -> None:
    read = read_question(question, marks)
    assert (read.values, read.doubt) == (values, doubt)


@pytest.mark.parametrize(
    ("ink", "mark"),
    [
        (BoxInk(0, 0, 0, 0, is_seen=True), Mark.EMPTY),
        (BoxInk(0, 0, 0, 0, is_seen=False), Mark.UNCLEAR),
        (BoxInk(0.02, 0.02, 0.3, 0.05, is_seen=True), Mark.UNCLEAR),
        (BoxInk(0.05, 0.001, 0.3, 0.1, is_seen=True), Mark.UNCLEAR),  # beside the middle: another box's tick
        (BoxInk(0.05, 0.02, 0.3, 0.2, is_seen=True), Mark.UNCLEAR),  # grazes the middle: a circle of the next
        (BoxInk(0.05, 0.03, 0.3, 0.2, is_seen=True), Mark.MARKED),
        (BoxInk(0.07, 0.0, 0.4, 0.2, is_seen=True), Mark.MARKED),  # a tick that goes around the middle
        (BoxInk(0.3, 0.4, 0.3, 0.5, is_seen=True), Mark.MARKED),
        (BoxInk(0.5, 0.6, 0.9, 0.9, is_seen=True, dense=0.6), Mark.UNCLEAR),  # filled in with narrow gaps
        (BoxInk(0.5, 0.6, 0.9, 0.9, is_seen=True, dense=0.5), Mark.MARKED),  # a heavy scribble with wide gaps
        (BoxInk(0.7, 0.7, 0.3, 1.0, is_seen=True), Mark.FILLED),
        (BoxInk(0.003, 0, 0, 0, is_seen=True, faint=0.15), Mark.UNCLEAR),  # a hard pencil
        (BoxInk(0, 0, 0, 0, is_seen=True, beside=0.02), Mark.UNCLEAR),  # circled, or a mark beside it
        (BoxInk(0.2, 0.3, 0.3, 0.4, is_seen=True, beside=0.05), Mark.MARKED),  # with a circle around it
        (BoxInk(0.45, 0.5, 0.3, 0.8, is_seen=True, beside=0.05), Mark.UNCLEAR),  # scratched out
        (BoxInk(0.3, 0.4, 0.3, 0.5, is_seen=True, through=1.0), Mark.UNCLEAR),  # struck out with its label
        (
            BoxInk(0.1, 0.1, 0.3, 0.2, is_seen=True, joined=0.15),
            Mark.UNCLEAR,
        ),  # the tail of the next box's tick
        (
            BoxInk(0.2, 0.1, 0.3, 0.4, is_seen=True, joined=0.05),
            Mark.MARKED,
        ),  # a tick whose tail is in the next
    ],
)
def test_the_ink_of_a_box_says_what_is_in_it(ink: BoxInk, mark: Mark) -> None:
    assert mark_of(ink) is mark


def scribble(dense: float) -> BoxInk:
    return BoxInk(0.4, 0.4, 0.9, 0.85, is_seen=True, dense=dense)


@pytest.mark.parametrize(
    ("usual", "marks", "mark"),
    [
        (0.4, 5, Mark.MARKED),  # a wide pen, which leaves narrow gaps in every box
        (0.4, 3, Mark.UNCLEAR),  # too few marks that say so
        (0.1, 5, Mark.UNCLEAR),  # crosses: it is unlike them
        (0.65, 5, Mark.MARKED),
    ],
)
def test_a_dense_scribble_is_a_mark_where_the_usual_ones_are_like_it(
    usual: float, marks: int, mark: Mark
) -> None:
    assert marks_of([scribble(usual)] * marks + [scribble(0.65)])[-1] is mark


def test_boxes_that_are_nearly_filled_in_are_never_marks() -> None:
    assert set(marks_of([scribble(0.8)] * 9)) == {Mark.UNCLEAR}


@pytest.mark.parametrize("name", CASES)
def test_the_same_person_has_the_same_findings_by_paper(name: str) -> None:
    given = validate_answers(QUESTIONNAIRE, CASES[name])
    read = [plainly_read(one, keys) for one, keys in ticked(CASES[name]).items()]
    by_paper = validate_answers(QUESTIONNAIRE, plain_answers(QUESTIONNAIRE, read))
    assert by_paper.given == given.given
    assert assess(by_paper, changes=False).findings == assess(given, changes=False).findings
