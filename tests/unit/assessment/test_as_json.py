"""An assessment as JSON."""

from __future__ import annotations

from typing import Any

from tests.project import QUESTIONNAIRE, TEXT
from tests.unit.assessment.cases import case
from tests.unit.assessment.diet import DIET, diet
from tests.unit.assessment.tiny import tiny
from webapp.assessment import as_json, assess, validate_answers
from webapp.questionnaire.load import load


def test_json_has_levels_by_word_and_measures_as_ranges() -> None:
    printed: Any = as_json(diet(veg=1, ill="no"))
    assert printed["questionnaire"] == {"version": "1", "digest": DIET.digest}
    assert printed["findings"][0]["factor"] == "low_fibre"
    assert (printed["findings"][0]["lowest"], printed["findings"][0]["highest"]) == ("none", "strong")
    assert printed["findings"][0]["gaps"] == ["fruit"]
    assert printed["measures"] == {
        "fibre_g": {"low": 2.5, "high": 32.5, "unit": "g/day"},
        "worst": {"low": "none", "high": "none", "unit": ""},
        "is_ill": {"low": False, "high": False, "unit": ""},
    }
    assert printed["safety"] == []
    unknown: Any = as_json(diet(veg=1))
    assert unknown["measures"]["is_ill"] == {"low": None, "high": None, "unit": ""}


def test_json_writes_decimals_of_changes_as_numbers() -> None:
    decimals = tiny(
        """
  [[section.question]]
  id = "litres"
  kind = "number"
  decimals = 1
  text = "How many?"
  range = [0, 9]
  changeable = "less"

[[factor]]
id = "some"
title = "Some"
slight = "litres >= 1.5"
FACTOR
"""
    )
    printed: Any = as_json(assess(validate_answers(decimals, {"litres": "2,5"})))
    (change,) = printed["findings"][0]["changes"]
    assert (change["was"], change["becomes"]) == (2.5, 1.4)


def test_json_has_changes_and_workings() -> None:
    printed: Any = as_json(case("W37", vitd_value="11.9"))
    vitamin = next(one for one in printed["findings"] if one["factor"] == "low_vitamin_d")
    assert vitamin["trace"][0]["holds"] is True
    fibre = next(one for one in printed["findings"] if one["factor"] == "low_fibre")
    assert fibre["changes"][0] == {
        "question": "veg_per_day",
        "was": 2,
        "becomes": 3,
        "lowest": "slight",
        "highest": "slight",
    }
    assert fibre["trace"][0]["workings"]["fibre_g"].endswith("= 17.714")


def test_the_digest_names_the_text_that_was_loaded() -> None:
    assert len(QUESTIONNAIRE.digest) == 64
    assert load(TEXT.replace("\n", "\r\n")).digest == QUESTIONNAIRE.digest
