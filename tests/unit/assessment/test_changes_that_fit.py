"""Changes whose answers the form itself would question, or that count as less because nothing counts."""

from __future__ import annotations

from itertools import product

import pytest

from tests.unit.assessment.cases import case, finding
from tests.unit.assessment.tiny import tiny
from webapp.assessment import Assessment, assess, validate_answers
from webapp.assessment.page_checks import page_checks
from webapp.plan.offers import offered_changes

MAN = {"sex": "male", "region": "US", "alcohol_withdrawal": "no"}


def drinker(audit1: str, audit2: str, audit3: str, **others: object) -> Assessment:
    end = "_uk" if others.get("region") == "UK" else ""
    drinks = {"audit1": audit1, f"audit2{end}": audit2, f"audit3{end}": audit3}
    return case("W55", **{**MAN, **drinks, **others})


def pointed_out(assessment: Assessment) -> dict[str, object]:
    return {change.question: change.becomes for change in finding(assessment, "alcohol").changes}


def test_seldom_a_drink_is_not_pointed_out_beside_six_drinks_every_week() -> None:
    assert pointed_out(drinker("2", "0", "3")) == {"audit1": "0", "audit3": "2"}
    offered = {one.question: one.becomes for one in offered_changes(drinker("2", "0", "3"))}
    assert (offered["audit1"], offered["audit3"]) == ("0", "2")


def test_no_change_is_pointed_out_whose_answers_the_form_would_question() -> None:
    pointed = 0
    for region, sex, *scores in product(("US", "UK"), ("male", "female"), "1234", "01234", "01234"):
        assessment = drinker(*scores, region=region, sex=sex)
        for change in finding(assessment, "alcohol").changes:
            pointed += 1
            given = {**assessment.answers.given, change.question: change.becomes}
            assert not list(page_checks(validate_answers(assessment.questionnaire, given))), (scores, change)
    assert pointed > 200


def test_answers_that_already_do_not_fit_together_are_to_be_checked_first() -> None:
    odd = drinker("1", "4", "3")
    assert list(page_checks(odd.answers))
    assert set(pointed_out(odd)) == {"audit1", "audit3"}, "fewer drinks a day would leave them odd"


HIDDEN = tiny(
    """
  [[section.question]]
  id = "spoons"
  NUMBER
  changeable = "less"

  [[section.question]]
  id = "tested"
  NUMBER
  show_if = "spoons > 2"
  when_hidden = "nothing"

[[measure]]
id = "twice"
title = "Twice"
value = "2 * tested"

[[factor]]
id = "sugar"
title = "Sugar"
slight = "twice > 6 or spoons > 8"
FACTOR
"""
)


@pytest.mark.parametrize(("tested", "becomes"), [(1, [8]), (9, [])])
def test_an_answer_is_not_pointed_out_for_which_a_measure_loses_its_value(
    tested: int, becomes: list[int]
) -> None:
    assessment = assess(validate_answers(HIDDEN, {"spoons": 9, "tested": tested}))
    assert [change.becomes for change in assessment.findings[0].changes] == becomes
