"""Our own checks find what validators accept."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.form import FORM
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, Resource, extensions, items, response_of
from webapp.assessment import assess, validate_answers
from webapp.exchange.fhir import bundle_resource, resource_problems


def dangle(form: dict[str, Resource]) -> None:
    form["ibd_flare"]["enableWhen"][0]["question"] = "nowhere"


def hang_on_no_option(form: dict[str, Resource]) -> None:
    form["ibd_flare"]["enableWhen"][0]["answerCoding"]["code"] = "conditions.mumps"


def use_a_link_twice(form: dict[str, Resource]) -> None:
    form["region"]["linkId"] = "sex"


def give_an_option_twice(form: dict[str, Resource]) -> None:
    form["sex"]["answerOption"].append(form["sex"]["answerOption"][0])


def read_nothing(form: dict[str, Resource]) -> None:
    expression = extensions(form["fibre_ratio"], "calculatedExpression")[0]
    expression["expression"] = expression["expression"].replace("fibre_g", "fibre_kg")


def say_two_conditions(form: dict[str, Resource]) -> None:
    form["pregnant"]["enableWhen"] = copy.deepcopy(form["ibd_flare"]["enableWhen"])


def forget_how_tests_join(form: dict[str, Resource]) -> None:
    del form["stress_duration"]["enableBehavior"]


def take_a_code_of_something_else(form: dict[str, Resource]) -> None:
    form["audit1"]["code"][0]["code"] = "68517-2"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (dangle, ["ibd_flare: it hangs on nowhere, which is no item."]),
        (hang_on_no_option, ["ibd_flare: it hangs on conditions.mumps, which is no option of conditions."]),
        (read_nothing, ["fibre_ratio: its expression reads fibre_kg, which is no item."]),
        (say_two_conditions, ["pregnant: it has two kinds of conditions."]),
        (
            forget_how_tests_join,
            ["stress_duration: several conditions, and nothing says whether all must hold."],
        ),
        (take_a_code_of_something_else, ["audit1: nobody looked up the LOINC code 68517-2."]),
    ],
)
def test_what_a_validator_accepts_is_found(
    spoil: Callable[[dict[str, Resource]], None], said: list[str]
) -> None:
    form = copy.deepcopy(FORM)
    spoil(items(form))
    Questionnaire.model_validate(form)
    assert list(resource_problems(form)) == said


@pytest.mark.parametrize("spoil", [use_a_link_twice, give_an_option_twice])
def test_what_is_there_twice_is_found(spoil: Callable[[dict[str, Resource]], None]) -> None:
    form = copy.deepcopy(FORM)
    spoil(items(form))
    assert any(problem.endswith("is there 2 times.") for problem in resource_problems(form))


def test_a_response_with_a_link_twice_is_found() -> None:
    response = response_of(validate_answers(QUESTIONNAIRE, {}))
    response["item"].append({"linkId": "sex"})
    assert resource_problems(response) == ("The linkId sex is there 2 times.",)


def test_a_reference_to_nothing_is_found() -> None:
    assessment = assess(validate_answers(QUESTIONNAIRE, {}), changes=False)
    bundle = bundle_resource(assessment, base_url=BASE, authored=GIVEN_AT, recorded=GIVEN_AT)
    bundle["entry"][2]["resource"]["derivedFrom"][0]["reference"] = "urn:uuid:nobody"
    assert resource_problems(bundle) == ("Nothing in the Bundle is urn:uuid:nobody.",)


def test_of_another_resource_nothing_is_said() -> None:
    assert resource_problems({"resourceType": "Patient"}) == ()
