"""Levels, traces, gaps, order and safety, on tiny questionnaires and on the real one."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.cases import case, finding
from tests.unit.assessment.diet import DIET_TEXT, diet
from tests.unit.assessment.tiny import tiny_text
from webapp.assessment import as_json, assess, validate_answers
from webapp.questionnaire.levels import Level
from webapp.questionnaire.load import load


def test_the_rule_that_held_is_traced_with_the_numbers_in_it() -> None:
    (line,) = finding(diet(veg=1, fruit=2, ill="no"), "low_fibre").trace
    assert (line.level, line.rule.text, line.filled(), line.holds) == (
        Level.MODERATE,
        "fibre_g < 10",
        "fibre_g 8.5 < 10",
        True,
    )
    assert line.basis.kind == "arithmetic"
    assert line.basis.sources == ("who",)
    (working,) = line.workings
    assert (working.measure.id, working.filled(), working.result) == ("fibre_g", "2.5 × 1 + 3 × 2", "8.5")


def test_a_factor_that_is_absent_is_traced_by_the_rule_that_it_missed() -> None:
    (line,) = finding(diet(veg=6, fruit=6, ill="no"), "low_fibre").trace
    assert (line.level, line.holds) == (Level.SLIGHT, False)
    assert [(one.measure.id, one.result) for one in line.workings] == [("fibre_g", "33"), ("worst", "none")]


def test_an_unsettled_factor_is_traced_at_both_ends() -> None:
    found = finding(diet(veg=1, ill="no"), "low_fibre")
    assert [(line.level, line.holds) for line in found.trace] == [(Level.STRONG, None)]
    assert (found.lowest, found.highest) == (Level.NONE, Level.STRONG)
    found = finding(diet(veg=1, ill="yes"), "low_fibre")
    assert [(line.level, line.holds) for line in found.trace] == [(Level.STRONG, None), (Level.SLIGHT, True)]


def test_a_yes_no_and_an_unknown_one_are_traced_in_words() -> None:
    traced = finding(diet(veg=1, fruit=1, ill="yes"), "apart").trace[0]
    assert (traced.workings[0].measure.id, traced.workings[0].result) == ("is_ill", "true")
    traced = finding(diet(veg=1, fruit=1, ill="not_sure"), "apart").trace[0]
    assert (traced.workings[0].measure.id, traced.workings[0].result) == ("is_ill", "?")


def test_gaps_are_the_questions_that_would_settle_a_factor() -> None:
    assert finding(diet(veg=1), "low_fibre").gaps == ("fruit", "ill")
    assert finding(diet(veg=1, ill="no"), "low_fibre").gaps == ("fruit",)
    assert finding(diet(veg=10), "low_fibre").gaps == ("ill",)
    assert finding(diet(veg=10, fruit=10, ill="no"), "low_fibre").gaps == ()


def test_a_question_in_a_row_that_does_not_count_is_no_gap() -> None:
    rows = """cases = [ { when = "ill == 'yes'", value = "veg" }, { value = "fruit + 1" } ]"""
    other = load(DIET_TEXT.replace('value = "2.5*veg + 3*fruit"', rows))
    assert assess(validate_answers(other, {"ill": "yes"})).findings[0].gaps == ("veg",)
    assert assess(validate_answers(other, {"ill": "no"})).findings[0].gaps == ("fruit",)
    assert assess(validate_answers(other, {})).findings[0].gaps == ("veg", "fruit", "ill")


def test_gaps_are_found_through_the_levels_of_other_factors() -> None:
    assert finding(diet(ill="no"), "apart").gaps == ("veg", "fruit")


def test_a_gap_that_was_not_asked_is_represented_by_the_question_that_kept_it_back() -> None:
    assert finding(case("W56"), "nsaid_use").gaps == ("medicines",)
    assert "audit1" in finding(case("W56"), "alcohol").gaps
    assert finding(case("W26"), "alcohol").gaps == ("audit2", "audit3")


def test_answers_that_settle_nothing_more_are_no_gaps() -> None:
    assert finding(case("W07"), "low_fibre").gaps == ()
    assert finding(case("W08"), "low_fibre").gaps == ("wholegrain_per_day", "nuts_per_week")


LEVELS = """
  [[section.question]]
  id = "fruit"
  NUMBER

  [[section.question]]
  id = "ill"
  YES_NO
"""
FACTORS = "".join(
    f"""
[[factor]]
id = "{name}"
title = "{name}"
article = {"false" if name.startswith("other") else "true"}
{rules}
"""
    for name, rules in {
        "small": 'slight = "fruit < 5"\nFACTOR',
        "middle": 'moderate = "fruit < 3"\nslight = "fruit < 5"\nTWO_LEVELS',
        "open": 'moderate = "fruit < 5 and ill == \'yes\'"\nslight = "fruit < 5"\nTWO_LEVELS',
        "more": 'moderate = "fruit < 5"\nslight = "fruit < 6"\nTWO_LEVELS',
        "other_small": 'slight = "fruit < 5"\nFACTOR',
        "other": 'moderate = "fruit < 5"\nslight = "fruit < 6"\nTWO_LEVELS',
    }.items()
)


@pytest.mark.parametrize(
    ("head", "answers", "full", "further", "apart"),
    [
        ("full_factors = 1", {"fruit": 1, "ill": "no"}, "middle", "more small open", "other_small other"),
        (
            'full_level = "slight"',
            {"fruit": 4, "ill": "no"},
            "more small middle open",
            "",
            "other_small other",
        ),
        (
            'full_level = "moderate"',
            {"fruit": 4, "ill": "no"},
            "more",
            "small middle open other_small",
            "other",
        ),
        ('full_level = "moderate"', {"fruit": 4}, "more open", "small middle other_small", "other"),
        ('full_level = "moderate"', {"fruit": 5}, "", "more other", ""),
        ('full_level = "strong"', {"fruit": 1}, "", "middle more open small other_small other", ""),
    ],
)
def test_a_level_or_a_number_decides_what_is_told_in_full(
    head: str, answers: dict[str, object], full: str, further: str, apart: str
) -> None:
    text = tiny_text(LEVELS + FACTORS).replace('language = "en"', f'language = "en"\n{head}')
    told = assess(validate_answers(load(text), answers))
    assert [" ".join(one.factor.id for one in part) for part in (told.full, told.further, told.apart)] == [
        full,
        further,
        apart,
    ]


def test_the_order_is_level_then_evidence_then_questionnaire() -> None:
    whole, places = case("W55"), list(QUESTIONNAIRE.factors)
    present = [*whole.full, *whole.further]
    assert len(present) > 7
    ranks = [(-one.lowest, one.grade, places.index(one.factor.id)) for one in present]
    assert ranks == sorted(ranks)
    assert len({rank[:2] for rank in ranks}) > 3
    assert [one.factor.id for one in whole.apart] == ["nsaid_use"]
    assert not {one.factor.id for one in whole.undecided} & {one.factor.id for one in present}


def test_every_finding_stands_in_the_order_once() -> None:
    for name in ("W55", "W56", "W26"):
        assessment = case(name)
        ordered = [one.factor.id for one in assessment.ordered()]
        assert sorted(ordered) == sorted(QUESTIONNAIRE.factors)


def test_a_factor_that_cannot_be_told_is_not_among_those_present() -> None:
    nothing = case("W56")
    assert nothing.present == ()
    of_the_article = [one for one in QUESTIONNAIRE.factors.values() if one.in_article]
    assert len(nothing.undecided) == len(of_the_article) - 1, "getting older: age alone is nothing"
    assert all(one.cannot_tell and not one.is_settled for one in nothing.undecided)


@pytest.mark.parametrize(
    ("picks", "grade"),
    [
        (["hard_ex_1_2"], "A"),
        (["hard_ex_3", "smoke_daily"], "A"),
        (["gut_blood_flow"], "A"),
        (["smoke_daily"], "C"),
        (["hard_ex_1_2", "low_oxygen"], "C"),
    ],
)
def test_the_evidence_grade_may_hang_on_the_answers(picks: list[str], grade: str) -> None:
    assert finding(case("W01", body_oxygen=picks), "oxidative_stress_hypoxia_ph").grade == grade


def test_safety_flags_stand_in_tier_order() -> None:
    flags = case("W01", medicines=["thinner"], signs_now=["fever"], stress_now="5", self_harm="yes").safety
    assert [(flag.id, flag.tier) for flag in flags] == [("self_harm", "1"), ("fever", "2"), ("thinner", "3")]


def test_a_safety_flag_stands_only_when_it_surely_holds() -> None:
    assert "alcohol" not in [flag.id for flag in case("W26").safety]
    assert "alcohol" in [flag.id for flag in case("W28").safety]


def test_unchecked_safety_answers_are_said_to_be_unchecked() -> None:
    assert "unchecked" in [flag.id for flag in case("W56").safety]
    assert "unchecked" in [flag.id for flag in case("W01", red_flags=None).safety]
    assert "unchecked" not in [flag.id for flag in case("W01").safety]


def test_notes_hold_for_their_answers_only() -> None:
    heavy = case("W15")
    assert any("check these numbers" in note.text for note in heavy.notes(finding(heavy, "high_fructose")))
    light = case("W16")
    assert light.notes(finding(light, "high_fructose")) == ()


def test_there_is_no_total() -> None:
    printed = json.dumps(as_json(case("W55")))
    assert not {"total_score", "score", "overall"} & set(json.loads(printed))


def test_measures_are_ranges_where_an_answer_is_open() -> None:
    measures = diet(veg=1, ill="no").measures
    assert measures["fibre_g"].value == (Fraction(5, 2), Fraction(65, 2))
    assert measures["is_ill"].value is False
    assert diet(veg=1, fruit=1).measures["fibre_g"].value == (Fraction(11, 2), Fraction(11, 2))
