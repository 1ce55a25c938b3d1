"""The basis that is printed with a level is that of what decided it for this person."""

from __future__ import annotations

import pytest

from tests.unit.assessment.cases import case, finding
from tests.unit.assessment.tiny import tiny
from webapp.assessment import assess, validate_answers

WOMAN = {"sex": "female", "age_years": 35, "diabetes": "none_tested", "region": "CA"}
FASTING = {**WOMAN, "glucose_kind": "fpg_mmol", "glucose_value": "5.3"}
HBA1C = {**WOMAN, "glucose_kind": "a1c_pct", "glucose_value": "6.4"}
CALM = {"stress_now": "1", "conditions": ["none"], "physical_stress": ["none"]}


def drinks(often: str, much: str, many: str) -> dict[str, object]:
    man = {"sex": "male", "region": "US", "alcohol_withdrawal": "no"}
    return {**man, "audit1": often, "audit2": much, "audit3": many}


IN_UK = {"region": "UK", "audit1": "3", "audit2_uk": "2", "audit3_uk": "0"}


@pytest.mark.parametrize(
    ("factor", "answers", "basis"),
    [
        ("hyperglycaemia", {**FASTING, "pregnant": "yes"}, "published who-2013: in pregnancy"),
        ("hyperglycaemia", {**FASTING, "pregnant": "not_sure"}, "published who-2013: in pregnancy"),
        ("hyperglycaemia", HBA1C, "pragmatic ada-2025 diabetes-canada-2018: pre-diabetes, split"),
        ("hyperglycaemia", {"diabetes": "type2"}, "pragmatic horton-2014: a diagnosis of diabetes"),
        ("hyperglycaemia", {"diabetes": "prediabetes"}, "pragmatic: a diagnosis of pre-diabetes"),
        ("oxidative_stress_hypoxia_ph", {"body_oxygen": ["hard_ex_1_2"]}, "pragmatic: "),
        ("oxidative_stress_hypoxia_ph", {"body_oxygen": ["smoke_daily"]}, "pragmatic blomquist-1997: daily"),
        ("stress", {**CALM, "physical_stress": ["burn"]}, "pragmatic: the timing"),
        ("stress", {**CALM, "stress_now": "3", "stress_duration": "1_3m"}, "pragmatic: “to some extent”"),
        ("ageing", {"age_years": 66, "conditions": ["ibs"]}, "pragmatic wilms-2020: from 65 with IBS"),
        ("ageing", {"age_years": 66, "diabetes": "type2"}, "pragmatic valentini-2014: from 60 with type 2"),
        ("alcohol", drinks("4", "2", "0"), "published niaaa: heavy drinking by grams a week"),
        (
            "alcohol",
            drinks("2", "0", "3"),
            "pragmatic niaaa: heavy days are published; that they",
        ),
        (
            "alcohol",
            drinks("1", "0", "2"),
            "pragmatic niaaa: heavy days are published; that they",
        ),
        ("alcohol", IN_UK, "pragmatic: where units are counted"),
        ("low_vitamin_d", {"vitd_value": 19, "vitd_unit": "nmol"}, "published iom-2011: below 30 nmol/L"),
    ],
)
def test_the_basis_is_that_of_what_decided(factor: str, answers: dict[str, object], basis: str) -> None:
    usual = {"glucose_kind": "none", "pregnant": "no", "vitd_test": "yes"}
    printed = finding(case("W55", **{**usual, **answers}), factor).trace[0].basis
    words = f"{' '.join([printed.kind, *printed.sources])}: {printed.note}"
    assert words == basis if basis.endswith(" ") else words.startswith(basis)


LADDER = tiny(
    """
  [[section.question]]
  id = "n"
  NUMBER
  [[section.question]]
  id = "sure"
  YES_NO

[[measure]]
id = "inner"
title = "Inner"
type = "level"
basis = { kind = "pragmatic", note = "inner" }
cases = [{ when = "n > 4", value = "slight" }, { value = "none" }]

[[measure]]
id = "outer"
title = "Outer"
type = "level"
cases = [
  { when = "n > 8", value = "slight", basis = { kind = "pragmatic", note = "outer row" } },
  { when = "n > 0", value = "inner" },
  { value = "none" },
]

[[measure]]
id = "cut"
title = "Cut"
cases = [
  { when = "sure == 'yes'", value = 0, basis = { kind = "pragmatic", note = "cut row" } },
  { value = 9 },
]

[[measure]]
id = "much"
title = "Much"
type = "yesno"
basis = { kind = "pragmatic", note = "much" }
value = "n > 12"

[[factor]]
id = "f"
title = "F"
slight = "much or outer >= slight or n > cut or (much and n == 20)"
FACTOR
"""
)


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ({"n": 13}, "much"),
        ({"n": 9}, "outer row"),
        ({"n": 5, "sure": "no"}, "inner"),
        ({"n": 1, "sure": "yes"}, "cut row"),
        ({"n": 1, "sure": "not_sure"}, ""),
    ],
)
def test_the_nearest_basis_counts_and_else_the_level_s_own(answers: dict[str, object], note: str) -> None:
    (line,) = assess(validate_answers(LADDER, answers)).findings[0].trace
    assert line.basis.note == note
