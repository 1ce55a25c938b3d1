"""Any rule in FHIRPath says no more than the evaluator knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.unit.assessment.tiny import tiny
from tests.unit.exchange.fhir.client import calculated, is_shown, is_the_same
from tests.unit.exchange.fhir.people import BASE, SLOW, items, people, response_of, worked_out
from webapp.assessment import Answers, validate_answers
from webapp.exchange.fhir import questionnaire_resource
from webapp.exchange.fhir.atoms import BoundMode, NotExpressibleError
from webapp.exchange.fhir.calculated import calculated_expressions
from webapp.exchange.fhir.fhirpath import Translator
from webapp.questionnaire.rules import Node, Symbols, parse

ODD = tiny(
    """
[[section.question]]
id = "n"
NUMBER
[[section.question]]
id = "m"
kind = "multi"
text = "Which?"
options = [
  { id = "x", label = "X" },
  { id = "y", label = "Y" },
  { id = "none", label = "None", exclusive = true },
  { id = "not_sure", label = "Not sure", exclusive = true, unknown = ["x"] },
]
[[section.question]]
id = "kind"
kind = "single"
text = "Which test?"
options = [ { id = "old", label = "Old" }, { id = "new", label = "New" } ]
[[section.question]]
id = "value"
kind = "number"
text = "Which number?"
ranges = [ { when = "kind == 'old'", range = [1, 9] }, { when = "kind == 'new'", range = [10, 99] } ]
plausible = [1, 99]
show_if = "known(kind)"
when_hidden = 0
[[section.question]]
id = "high"
YES_NO
show_if = "value > 5"
when_hidden = "no"
[[section.question]]
id = "ranked"
YES_NO
show_if = "rank >= moderate"
when_hidden = "not_sure"
[[section.question]]
id = "told"
YES_NO
show_if = "known(m) and 'y' not in m or flag"
when_hidden = "yes"
when_skipped = "no"
[[section.question]]
id = "chained"
kind = "number"
text = "How much?"
range = [-3, 20]
show_if = "told == 'yes' and high != 'yes'"
when_hidden = 3
[[section.question]]
id = "last"
YES_NO
show_if = "2 * chained - n / 2 >= max(n, 4) or ('x' in m and chained != 5)"
when_hidden = "no"
[[measure]]
id = "rank"
title = "Rank"
type = "level"
cases = [ { when = "n > 7", value = "strong" }, { when = "n > 3", value = "moderate" }, { value = "none" } ]
[[measure]]
id = "flag"
title = "Flag"
type = "yesno"
cases = [ { when = "n == 2", value = "true" }, { value = "false" } ]
[[measure]]
id = "sum"
title = "Sum"
value = "chained * value - (n - 3)"
[[measure]]
id = "sure"
title = "Sure"
type = "yesno"
value = "known(m) and ('x' in m or 'not_sure' in m) or told in ['yes', 'not_sure'] or last == 'yes'"
[[factor]]
id = "low"
title = "Low"
slight = "sum > 1 or sure or ranked == 'yes'"
FACTOR
"""
)
ODD_FORM = items(questionnaire_resource(ODD, base_url=BASE))


def shown_by_form(answers: Answers) -> list[str]:
    response = response_of(answers)
    return [name for name in ODD.questions if is_shown(ODD_FORM[name], response)]


@settings(max_examples=3 * SLOW)
@given(answers=people(ODD))
def test_of_any_rule_no_more_is_said_than_is_known(answers: Answers) -> None:
    theirs = calculated(answers, calculated_expressions(ODD))
    ours = {name: answers.situation.measure(name) for name, value in theirs.items() if value is not None}
    assert {name: theirs[name] for name in ours if not is_the_same(ours[name], theirs[name])} == {}
    assert set(shown_by_form(answers)) <= answers.given.keys()


@settings(max_examples=3 * SLOW)
@given(answers=people(ODD, is_plain=True))
def test_any_rule_says_the_same_of_a_person_who_knows_everything(answers: Answers) -> None:
    theirs = calculated(answers, calculated_expressions(ODD))
    assert {
        name for name in theirs if not is_the_same(answers.situation.measure(name), theirs[name])
    } == set()
    assert shown_by_form(answers) == list(answers.given)


def test_a_hidden_answer_that_a_form_kept_shows_nothing() -> None:
    response = response_of(
        validate_answers(ODD, {"n": 2, "m": ["x"], "kind": "old", "value": 2, "told": "no"})
    )
    kept = {"linkId": "chained", "answer": [{"valueInteger": 20}]}
    response["item"][0]["item"].append(kept)
    assert not is_shown(ODD_FORM["chained"], response)
    assert not worked_out(Translator(ODD).translate(rule_of("chained == 20"), BoundMode.LEAST), response)


def test_a_skipped_number_whose_bounds_hang_on_another_answer_has_no_least_that_is_said() -> None:
    with pytest.raises(NotExpressibleError):
        Translator(ODD).translate(rule_of("value <= 9"), BoundMode.LEAST)


def rule_of(text: str) -> Node:
    """A rule on the odd questionnaire."""
    node, problems = parse(text, Symbols(ODD.questions, {}, frozenset()))
    assert node is not None, problems
    return node
