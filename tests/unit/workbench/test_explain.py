"""Which answers lead to a factor, what hangs on a question, and the picture of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.test_changes import BRAN
from tests.unit.assessment.tiny import tiny
from webapp.assessment import assess, validate_answers
from webapp.workbench.dependency_graph import graph_picture
from webapp.workbench.explain import explain_factor, explain_question

PAINKILLERS = "Anti-inflammatory painkillers, such as ibuprofen, naproxen or aspirin"


def factor(name: str) -> list[str]:
    return [line.strip() for line in explain_factor(QUESTIONNAIRE, QUESTIONNAIRE.factors[name])]


def question(name: str) -> list[str]:
    return [line.strip() for line in explain_question(QUESTIONNAIRE, QUESTIONNAIRE.questions[name])]


def test_a_factor_is_told_with_its_levels_rules_and_sources() -> None:
    told = factor("low_fibre")
    assert told[0] == "Low fibre (low_fibre)"
    assert "“Stands out” (strong) where" in told
    assert "Fibre from food ÷ Fibre guide is below 0.5" in told
    assert "Basis: published, iom-2005, who-2023, fibre-guides" in told


def test_what_is_worked_out_on_the_way_and_the_answers_behind_are_told() -> None:
    told = factor("alcohol")
    assert (
        "Heavy drinking starts at (alcohol_heavy_g) = 210 where Sex at birth is “Male”; 112 otherwise" in told
    )
    assert "Sex at birth (sex): “Female”, “Male”" in told
    assert any(line.startswith("Where you live (region): “Canada” (13.45), ") for line in told)
    assert "Vitamin D number (vitd_value): a number, 1 to 600" in factor("low_vitamin_d")


@pytest.mark.parametrize("name", QUESTIONNAIRE.factors)
def test_every_factor_can_be_told_and_every_level_has_an_example(name: str) -> None:
    told = factor(name)
    assert sum(line.startswith("For example: ") for line in told) == len(QUESTIONNAIRE.factors[name].rules)
    assert not any("nobody" in line for line in told)


def test_numbers_of_the_file_are_told_with_every_digit() -> None:
    exact = tiny(
        """
  [[section.question]]
  id = "salt"
  kind = "number"
  text = "How much?"
  range = [0, 20]

[[measure]]
id = "sodium"
title = "Sodium"
value = "0.39342 * salt"

[[factor]]
id = "salty"
title = "Salty"
slight = "sodium >= 0.0004"
FACTOR
"""
    )
    told = [line.strip() for line in explain_factor(exact, exact.factors["salty"])]
    assert "Sodium is at least 0.0004" in told
    assert "Sodium (sodium) = 0.39342 × salt" in [line.replace("How much?", "salt") for line in told]


def test_an_example_gets_the_level() -> None:
    line = next(one for one in factor("nsaid_use") if "For example" in one)
    pills = f"Medicines: “{PAINKILLERS}”"
    assert line == f"For example: {pills}; Days with painkillers: 7"
    answers = validate_answers(QUESTIONNAIRE, {"medicines": ["nsaid"], "nsaid_days_per_week": 7})
    (found,) = [one for one in assess(answers).findings if one.factor.id == "nsaid_use"]
    assert found.lowest.word == "strong"


@pytest.mark.parametrize("name", QUESTIONNAIRE.questions)
def test_every_question_can_be_told(name: str) -> None:
    assert question(name)[0].endswith(QUESTIONNAIRE.questions[name].text)


def test_a_question_is_told_with_all_that_hangs_on_it() -> None:
    told = question("diabetes")
    assert "Asked: always" in told
    assert "Age" in told
    assert "Tablet in -flozin: Diabetes is “Type 1 diabetes” or “Type 2 diabetes”" in told
    flag = "Your sugar number: Level by the sugar test is strong and (Diabetes was not answered"
    assert any(line.startswith(flag) for line in told)


def test_what_a_hidden_question_counts_as_is_told() -> None:
    assert "Otherwise it counts as: “No”" in question("pregnant")
    assert "Otherwise it counts as: 0" in question("nsaid_days_per_week")
    assert "Otherwise it counts as: nothing" in question("vitd_value")
    assert "Safety flags that look at it: none" in question("sugary_drink_kind")


@pytest.mark.parametrize("focus", ["low_fibre", "low_vitamin_d", "conditions", "supplements", "consent"])
def test_the_picture_is_one_file_that_says_what_it_shows(focus: str) -> None:
    drawn = ET.fromstring(graph_picture(QUESTIONNAIRE, focus))  # noqa: S314  our own
    names = {one.tag.removeprefix("{http://www.w3.org/2000/svg}") for one in drawn.iter()}
    assert {"svg", "title", "desc", "text", "rect"} <= names


def test_the_picture_shows_what_leads_there_and_nothing_else() -> None:
    drawn = graph_picture(QUESTIONNAIRE, "nsaid_use")
    words = [one.text for one in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
    assert words == ["Medicines", "Days with painkillers", "Painkillers (NSAIDs)"]
    assert (
        "Days with painkillers looks at Medicines; Painkillers (NSAIDs) looks at Days with painkillers"
        in drawn
    )


def test_a_question_tells_where_an_answer_is_offered() -> None:
    assert "“Diabetes in this pregnancy”: Pregnant is “Yes” or “Not sure”" in question("diabetes")
    assert not any(line.startswith("Answers that are offered") for line in question("sex"))


def test_a_question_tells_which_flags_hold_its_changes_back() -> None:
    lines = list(explain_question(BRAN, BRAN.questions["grain"]))
    place = lines.index("A change of it needs a reason while one of these flags stands:")
    assert lines[place + 1].strip() == "gluten"
    assert not any("change of it" in line for line in explain_question(BRAN, BRAN.questions["fruit"]))
