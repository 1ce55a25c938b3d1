"""The rule language in FHIRPath says what the evaluator says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.test_figure_pairs import DRINKS
from tests.unit.assessment.tiny import tiny
from tests.unit.exchange.fhir.client import calculated, is_shown, is_the_same
from tests.unit.exchange.fhir.form import FORM
from tests.unit.exchange.fhir.people import SLOW, items, people, response_of, worked_out
from webapp.assessment import Answers, validate_answers
from webapp.exchange.fhir.atoms import BoundMode, NotExpressibleError
from webapp.exchange.fhir.calculated import calculated_expressions
from webapp.exchange.fhir.fhirpath import Translator
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import Figure

QUESTIONS = items(FORM)
MEASURES = calculated_expressions(QUESTIONNAIRE)


def reads_a_pair(rule: Node) -> bool:
    figures = (figure for node in rule.walk() if isinstance(node, Figure) for figure in node.figures.values())
    return any(low != high for low, high in figures)


BOOK = QUESTIONNAIRE.rule_book
OF_PAIRS = {
    name
    for name, rule in BOOK.measures.items()
    if any(map(reads_a_pair, (rule, *(BOOK.measures[one] for one in BOOK.measures_behind(rule)))))
}
"""The measures that a client may leave out although all answers are known: FHIRPath has no ranges."""


@settings(max_examples=SLOW)
@given(answers=people(is_plain=True))
def test_every_measure_of_a_person_who_knows_everything_is_worked_out_alike(answers: Answers) -> None:
    theirs = calculated(answers, MEASURES)
    ours = {name: answers.situation.measure(name) for name in MEASURES}
    unlike = {name: theirs[name] for name in ours if not is_the_same(ours[name], theirs[name])}
    assert {name: value for name, value in unlike.items() if name not in OF_PAIRS or value is not None} == {}


@settings(max_examples=SLOW)
@given(answers=people())
def test_nothing_is_worked_out_that_the_answers_leave_open(answers: Answers) -> None:
    theirs = {name: value for name, value in calculated(answers, MEASURES).items() if value is not None}
    ours = {name: answers.situation.measure(name) for name in theirs}
    assert {name: theirs[name] for name in ours if not is_the_same(ours[name], theirs[name])} == {}


@settings(max_examples=SLOW)
@given(answers=people())
def test_a_form_shows_the_same_questions_also_where_answers_are_unknown(answers: Answers) -> None:
    response = response_of(answers)
    shown = [name for name in QUESTIONNAIRE.questions if is_shown(QUESTIONS[name], response)]
    assert shown == list(answers.given)


def test_every_measure_of_the_questionnaire_can_be_said() -> None:
    assert MEASURES.keys() == QUESTIONNAIRE.measures.keys()


def said(questionnaire: Questionnaire, name: str, reading: BoundMode = BoundMode.EXACT) -> str:
    return Translator(questionnaire).translate(questionnaire.measures[name].formula, reading)


FOOD = tiny(
    """
[[section.question]]
id = "veg"
NUMBER
[[section.question]]
id = "meat"
NUMBER
[[section.question]]
id = "sure"
YES_NO
[[section.question]]
id = "lab"
kind = "number"
text = "Which number?"
decimals = 1
range = [1, 9]
show_if = "sure == 'yes'"
when_hidden = "nothing"
[[measure]]
id = "sum"
title = "Sum"
value = "-(veg - 2.5) * (meat + 1)"
[[measure]]
id = "most"
title = "Most"
value = "max(veg, meat, 3) - min(veg, meat)"
[[measure]]
id = "low_lab"
title = "Low"
type = "yesno"
value = "not (lab >= 3) and sure != 'not_sure'"
[[measure]]
id = "even"
title = "Even"
type = "yesno"
value = "veg == meat or veg != 4 and not (veg / 2 - meat == 1)"
[[factor]]
id = "low"
title = "Low"
slight = "veg < 2 or low_lab or most > 2 or sum > 1 or even"
FACTOR
[[measure]]
id = "from_factor"
title = "From a factor"
type = "yesno"
value = "low >= slight"
[[measure]]
id = "from_measure"
title = "From that"
type = "yesno"
value = "not from_factor"
"""
)


@pytest.mark.parametrize("name", ["sum", "most", "low_lab", "even"])
@pytest.mark.parametrize(
    "outside",
    [
        {"veg": 4, "meat": 1, "sure": "no"},
        {"veg": 2, "meat": 2, "sure": "yes", "lab": "2.9"},
        {"veg": 0, "meat": 20, "sure": "yes", "lab": "3.0"},
        {"veg": 20, "meat": 0, "sure": "not_sure"},
        {"veg": 4, "sure": "no"},
        {},
    ],
)
def test_arithmetic_and_logic_give_the_same_or_nothing(name: str, outside: dict[str, object]) -> None:
    answers = validate_answers(FOOD, outside)
    theirs = worked_out(said(FOOD, name), response_of(answers))
    assert theirs is None or is_the_same(answers.situation.measure(name), theirs)
    assert theirs is not None or None in {outside.get(one) for one in ("veg", "meat")}


@pytest.mark.parametrize(("reading", "held"), [(BoundMode.LEAST, True), (BoundMode.MOST, None)])
@pytest.mark.parametrize(
    "outside", [{"veg": 4}, {"meat": 2}, {"veg": 2, "meat": 2}, {"veg": 3, "meat": 5}, {}]
)
def test_a_condition_says_whether_it_surely_holds_or_may_hold(
    reading: BoundMode, held: bool | None, outside: dict[str, object]
) -> None:
    answers = validate_answers(FOOD, outside)
    theirs = worked_out(said(FOOD, "even", reading), response_of(answers))
    ours = answers.situation.measure("even")
    assert theirs is (ours is True if held else ours is not False)


@pytest.mark.parametrize("name", ["from_factor", "from_measure"])
def test_what_hangs_on_a_factor_is_not_said(name: str) -> None:
    with pytest.raises(NotExpressibleError):
        said(FOOD, name)
    assert name not in calculated_expressions(FOOD)


def test_a_product_of_two_answers_has_no_least_that_is_said() -> None:
    with pytest.raises(NotExpressibleError):
        said(FOOD, "sum", BoundMode.LEAST)


def test_a_whole_number_stays_exact() -> None:
    answers = validate_answers(FOOD, {"veg": 2, "meat": 3})
    assert worked_out(said(FOOD, "sum"), response_of(answers)) == Fraction(2)


@pytest.mark.parametrize(
    ("days", "glasses"), [("never", "just_five"), ("often", "just_five"), ("often", "some"), ("often", None)]
)
def test_a_figure_that_is_a_pair_gives_a_number_only_where_it_is_one(days: str, glasses: str | None) -> None:
    answers = validate_answers(DRINKS, {"days": days, "glasses": glasses, "grams": 10, "ill": "no"})
    theirs = calculated(answers, calculated_expressions(DRINKS))
    assert is_the_same(answers.situation.measure("alcohol_g"), theirs["alcohol_g"])
