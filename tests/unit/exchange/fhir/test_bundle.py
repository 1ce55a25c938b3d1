"""The Bundle: valid, without a dangling reference, and no surer than the assessment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, SLOW, Resource, people, response_of
from webapp.assessment import Answers, assess, validate_answers
from webapp.exchange.fhir import bundle_resource, resource_problems

RECORDED = GIVEN_AT + timedelta(days=2)
RULES = f"Rules of {QUESTIONNAIRE.title}, version {QUESTIONNAIRE.version}"


def bundle_of(answers: Answers, reference: str = "7Q4K-XW") -> Resource:
    return bundle_resource(
        assess(answers, changes=False),
        base_url=BASE,
        authored=GIVEN_AT,
        recorded=RECORDED,
        reference=reference,
    )


def resources(bundle: Resource, kind: str) -> list[Resource]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def observation(name: str, **outside: object) -> Resource:
    """The Observation of one factor or measure, without what all have."""
    found = resources(bundle_of(validate_answers(QUESTIONNAIRE, outside)), "Observation")
    (one,) = [one for one in found if one["code"]["coding"][0]["code"] == name]
    return {
        key: value for key, value in one.items() if key in ("component", "dataAbsentReason") or "value" in key
    }


def level(concept: Resource) -> str:
    (coding,) = concept["coding"]
    return str(coding["code"])


@settings(max_examples=3 * SLOW)
@given(answers=people())
def test_a_bundle_is_valid_and_nothing_in_it_dangles(answers: Answers) -> None:
    bundle = bundle_of(answers)
    Bundle.model_validate(bundle)
    assert resource_problems(bundle) == ()


def test_there_is_one_observation_for_each_factor_and_each_measure() -> None:
    found = resources(bundle_of(validate_answers(QUESTIONNAIRE, {})), "Observation")
    names = [one["code"]["coding"][0]["code"] for one in found]
    assert names == [*QUESTIONNAIRE.factors, *QUESTIONNAIRE.measures]


def test_the_answers_are_in_it_as_they_are_alone_and_everything_comes_from_them() -> None:
    answers = validate_answers(QUESTIONNAIRE, {"sex": "male"})
    bundle = bundle_of(answers)
    assert bundle["entry"][0]["resource"] == response_of(answers)
    sources = {one["derivedFrom"][0]["reference"] for one in resources(bundle, "Observation")}
    assert sources == {bundle["entry"][0]["fullUrl"]}


def test_the_provenance_names_the_version_and_the_digest_of_the_rules() -> None:
    (provenance,) = resources(bundle_of(validate_answers(QUESTIONNAIRE, {})), "Provenance")
    assert provenance["policy"] == [f"{BASE}/Questionnaire/gut-factors-en|{QUESTIONNAIRE.version}"]
    rules = provenance["entity"][1]["what"]
    assert (rules["identifier"]["value"], rules["display"]) == (QUESTIONNAIRE.digest, RULES)
    assert provenance["recorded"] == "2026-11-25T09:30:00+00:00"


def test_a_settled_level_is_a_code() -> None:
    told = observation("food_additives", upf_per_day=7)
    assert level(told.pop("valueCodeableConcept")) == "level.strong"
    assert told == {}


def test_an_open_level_is_two_ends_and_no_value() -> None:
    told = observation("food_additives")
    ends = {level(one["code"]): level(one["valueCodeableConcept"]) for one in told.pop("component")}
    assert ends == {"level.lowest": "level.none", "level.highest": "level.strong"}
    assert told.keys() == {"dataAbsentReason"}


def test_a_settled_measure_is_a_quantity_in_ucum() -> None:
    assert observation("juice_fructose_g", juice_per_week=1) == {
        "valueQuantity": {
            "value": 1.857143,
            "unit": "g/day",
            "system": "http://unitsofmeasure.org",
            "code": "g/d",
        }
    }


def test_an_open_measure_is_a_range() -> None:
    told = observation("juice_fructose_g")["valueRange"]
    assert (told["low"]["value"], told["high"]["value"]) == (0, 26)


@pytest.mark.parametrize(
    ("name", "outside", "told"),
    [
        ("body_stressor", {"physical_stress": ["burn"]}, {"valueBoolean": True}),
        ("body_stressor", {"physical_stress": ["none"]}, {"valueBoolean": False}),
    ],
)
def test_a_yes_or_no_is_one(name: str, outside: dict[str, object], told: Resource) -> None:
    assert observation(name, **outside) == told


def test_a_yes_or_no_that_is_open_has_a_reason() -> None:
    told = observation("body_stressor")
    assert told["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert told.keys() == {"dataAbsentReason"}


def test_a_level_that_is_a_measure_is_told_like_that_of_a_factor() -> None:
    assert level(observation("stress_mind", stress_now="5")["valueCodeableConcept"]) == "level.strong"


def test_there_is_no_probability_no_risk_and_no_total_of_factors() -> None:
    bundle = bundle_of(validate_answers(QUESTIONNAIRE, {}))
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert kinds == {"QuestionnaireResponse", "Observation", "Provenance"}
    assert "probability" not in str(bundle).lower()


def test_the_same_submission_gives_the_same_bundle_and_another_has_other_addresses() -> None:
    answers = validate_answers(QUESTIONNAIRE, {})
    urls = [{entry["fullUrl"] for entry in bundle_of(answers, name)["entry"]} for name in ("A", "A", "B")]
    assert urls[0] == urls[1]
    assert not urls[0] & urls[2]
