"""A quarter in numbers: levels, flags and gaps of real answers, each patient once."""

from __future__ import annotations

import json
from pathlib import Path

from tests.project import ROOT
from webapp.assessment import assess, validate_answers
from webapp.questionnaire.load import load
from webapp.statistics.quarter_numbers import CELLS, NOT_ASKED, OPEN, QuarterNumbers, Tally

QUESTIONNAIRE = load((ROOT / "questions.toml").read_text("utf-8"))
WELL = {"consent": "yes", "age_years": 40, "sex": "male", "signs_now": ["none"], "red_flags": ["none"]}
SMOKES = {**WELL, "body_oxygen": ["smoke_some"], "fruit_per_day": 0, "veg_per_day": 0}
SUGAR = json.loads(Path(ROOT / "tests/cases/S02.json").read_text("utf-8"))["answers"]


def tally(*groups: tuple[int, dict[str, object]]) -> QuarterNumbers:
    """The numbers of so many patients with each of these answers."""
    counted = Tally()
    for times, answers in groups:
        assessment = assess(validate_answers(QUESTIONNAIRE, answers), changes=False)
        for _ in range(times):
            counted.add(assessment)
    return counted.numbers()


def test_fewer_than_ten_patients_are_no_numbers() -> None:
    numbers = tally((9, WELL))
    assert numbers.people is None
    assert {count for levels in numbers.levels.values() for count in levels.values()} == {None}
    assert set(numbers.gaps.values()) <= {None}


def test_every_patient_is_in_one_cell_of_each_factor() -> None:
    numbers = tally((40, WELL))
    assert numbers.people == 40
    assert set(numbers.levels) == set(QUESTIONNAIRE.factors)
    for levels in numbers.levels.values():
        assert tuple(levels) == CELLS
        assert levels[NOT_ASKED] is None


def test_answers_that_are_not_known_leave_a_level_open_and_are_gaps() -> None:
    numbers = tally((20, WELL), (20, SMOKES))
    assert numbers.levels["low_fibre"][OPEN] is None
    assert QuarterNumbers.from_json(json.loads(json.dumps(numbers.to_json()))) == numbers
    assert all(count is None or count in (20, 40) for count in numbers.gaps.values())


def test_a_flag_of_a_few_is_hidden_and_so_is_one_that_all_but_a_few_have() -> None:
    flags = [flag.id for flag in assess(validate_answers(QUESTIONNAIRE, SUGAR), changes=False).safety]
    assert flags
    assert {tally((40, WELL), (9, SUGAR)).flags[flag] for flag in flags} == {None}
    assert {tally((9, WELL), (40, SUGAR)).flags[flag] for flag in flags} <= {None}
    assert 20 in tally((20, WELL), (20, SUGAR)).flags.values()
