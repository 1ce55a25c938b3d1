"""What patients read under "You told us" names the answers that gave the level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest

from tests.unit.assessment.cases import case, finding
from webapp.assessment import Assessment, fill
from webapp.assessment.words import first_text

NOTHING: dict[str, object] = {"conditions": ["none"], "physical_stress": ["none"], "alcohol_withdrawal": "no"}


LOW = {"phq4_1": "3", "phq4_2": "3", "phq4_3": "2", "phq4_4": "0"}


def person(answers: Mapping[str, object]) -> Assessment:
    return case("W55", **{**NOTHING, **answers})


def told(assessment: Assessment, factor: str) -> str:
    """Return what patients read of their answers to a factor, with the remarks on it."""
    found = finding(assessment, factor)
    remarks = (note for note in assessment.notes(found) if note.audience != "practitioner")
    return " ".join(
        [first_text(found.factor.told, assessment), *(fill(note.text, assessment) for note in remarks)]
    )


@pytest.mark.parametrize(
    ("factor", "answers", "words"),
    [
        (
            "stress",
            {"conditions": ["depression"], "stress_now": "1", **LOW},
            (
                "You feel stressed: “Not at all”. Over the last 2 weeks: feeling nervous “Nearly every "
                "day”, worry hard to stop “Nearly every day”, feeling down “More than half the days”."
            ),
        ),
        (
            "stress",
            {"stress_now": "2", "physical_stress": ["burn"], "physical_stress_when": "4w"},
            (
                "You feel stressed: “Only a little”. In the last 12 months you had: A serious burn. When "
                "it was: “In the last 4 weeks”."
            ),
        ),
        (
            "inflammation",
            {"conditions": ["coeliac"], "coeliac_gluten_free": "no"},
            "You have: coeliac disease (fully gluten-free: “No, or not always”).",
        ),
        (
            "alcohol",
            {"sex": "male", "region": "US", "audit1": "2", "audit2": "0", "audit3": "3"},
            "You drink “2 to 4 times per month”, “1 or 2” drinks each time. Days of 6+ drinks: “Weekly”.",
        ),
        (
            "alcohol",
            {"region": "UK", "audit1": "3", "audit2_uk": "1", "audit3_uk": "0"},
            "You drink “2 to 3 times per week”, “3 or 4” units each time: about 6–12 units a week.",
        ),
        (
            "ageing",
            {"age_years": 66, "conditions": ["ibs"]},
            "You are 66. You have: irritable bowel syndrome (IBS).",
        ),
        ("ageing", {"age_years": 66}, "You are 66."),
    ],
)
def test_the_answer_that_gave_the_level_is_told(factor: str, answers: dict[str, object], words: str) -> None:
    assert told(person(answers), factor) == words


def test_a_number_that_counts_in_pregnancy_alone_is_told_with_the_pregnancy() -> None:
    tested = {"sex": "female", "age_years": 35, "region": "CA", "diabetes": "none_tested"}
    number = {"glucose_kind": "fpg_mmol", "glucose_value": "5.3"}
    for pregnant, words in (("yes", " Pregnant: “Yes”."), ("not_sure", " Pregnant: “Not sure”."), ("no", "")):
        said = told(person({**tested, **number, "pregnant": pregnant}), "hyperglycaemia")
        assert said.endswith(f"Your result: fasting sugar 5.3 mmol/L.{words}")


def drinkers(region: str, sex: str) -> Iterator[dict[str, object]]:
    end = "_uk" if region == "UK" else ""
    for often, much, many in product("1234", "01234", "01234"):
        drinks = {"audit1": often, f"audit2{end}": much, f"audit3{end}": many}
        yield {"region": region, "sex": sex, **drinks}


def stressed() -> Iterator[dict[str, object]]:
    for now, *points in product("1345", "03", "023", "0123", "02"):
        low = dict(zip(("phq4_1", "phq4_2", "phq4_3", "phq4_4"), points, strict=True))
        yield {"conditions": ["depression"], "stress_now": now, "stress_duration": "1_3m", **low}


def ill() -> Iterator[dict[str, object]]:
    for illness, flare, free in product(
        ("crohns_colitis", "coeliac", "ibs", "none"), ("yes", "no"), ("yes", "no")
    ):
        yield {"conditions": [illness], "ibd_flare": flare, "coeliac_gluten_free": free}


def hurt() -> Iterator[dict[str, object]]:
    for what, when in product((["burn"], ["surgery"]), ("4w", "3m", "12m", "not_sure")):
        yield {"physical_stress": what, "physical_stress_when": when, "stress_now": "1"}


@pytest.mark.parametrize(
    ("factor", "people"),
    [
        ("alcohol", drinkers("US", "male")),
        ("alcohol", drinkers("UK", "female")),
        ("stress", stressed()),
        ("stress", hurt()),
        ("inflammation", ill()),
    ],
)
def test_nobody_reads_of_the_same_answers_who_has_another_level(
    factor: str, people: Iterable[dict[str, object]]
) -> None:
    levels: dict[str, tuple[int, int]] = {}
    for answers in people:
        assessment = person(answers)
        found = finding(assessment, factor)
        level = levels.setdefault(told(assessment, factor), (found.lowest, found.highest))
        assert level == (found.lowest, found.highest), answers
    assert len(set(levels.values())) > 1
