"""People by the share of each answer."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tests.project import QUESTIONNAIRE, ROOT
from webapp.workbench.simulation.people import PeopleGenerator
from webapp.workbench.simulation.population import PopulationError, draws_of


def test_answers_come_as_often_as_the_file_says() -> None:
    text = """\
consent = { yes = 1 }
sex = { female = 3, male = 1 }
age_years = [{ range = [30, 34], weight = 1 }]
conditions = { ibs = 25 }
"""
    generator = PeopleGenerator(QUESTIONNAIRE, 0, draws_of(text, QUESTIONNAIRE))
    random = Random(1)  # noqa: S311  nothing secret
    people = [generator.generate(random).given for _ in range(200)]
    counts = Counter(given["sex"] for given in people)
    assert set(counts) == {"female", "male"}
    assert 0.6 < counts["female"] / 200 < 0.9
    assert {given["age_years"] for given in people} == {30, 31, 32, 33, 34}
    ticked = Counter(given["conditions"] for given in people)
    assert set(ticked) == {("ibs",), ("none",)}
    assert 0.1 < ticked[("ibs",)] / 200 < 0.4


def test_the_example_fits_the_questionnaire() -> None:
    text = (ROOT / "docs/examples/clinic-population.toml").read_text("utf-8")
    assert set(draws_of(text, QUESTIONNAIRE)) <= set(QUESTIONNAIRE.questions)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sex = ", "this is not TOML"),
        ("shoes = { big = 1 }", 'there is no question "shoes"'),
        ("sex = { big = 1 }", 'sex: there is no option "big"'),
        ("sex = 1", "sex: write a weight for each option"),
        ("sex = { male = -1 }", "sex.male: a weight is a number"),
        ("sex = { male = 0 }", "sex: one weight at least is above 0"),
        ("conditions = { ibs = 101 }", "conditions.ibs: a weight is a number"),
        ("age_years = { old = 1 }", "age_years: write rows"),
        ("age_years = [{ range = [1], weight = 1 }]", "age_years: write rows"),
        ("age_years = [{ range = [1, 2], weight = -1 }]", "age_years: write rows"),
        ("age_years = [{ range = [20.2, 20.7], weight = 1 }]", "age_years: no answer is from 20.2 to 20.7"),
        ("age_years = [{ range = [130, 140], weight = 1 }]", "age_years: no answer is from 130 to 140"),
        ("age_years = [{ range = [1, inf], weight = 1 }]", "this is not TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(PopulationError, match=message.replace(".", "[.]")):
        draws_of(text, QUESTIONNAIRE)
