"""A plan as CarePlan and Goals: valid, without a dangling reference, and back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from fhir.resources.R4B.bundle import Bundle

from tests.pdf.people import answers_of
from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, Resource
from webapp.assessment import assess, validate_answers
from webapp.exchange.fhir import bundle_resource, resource_problems
from webapp.exchange.fhir.code_system import code_system_resource
from webapp.exchange.fhir.parse_plan import UNKNOWN_REASON, PlanUnreadableError, parse_plan
from webapp.exchange.record import RecordRefused, build_record, parse_record
from webapp.exchange.strict_json import parse_json
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import offered_changes
from webapp.questionnaire.model import Questionnaire

ASSESSED = assess(
    validate_answers(QUESTIONNAIRE, {**answers_of("W55"), "meat_per_week": "7.5", "signs_now": ["fever"]})
)
OFFERED = {one.question: one for one in offered_changes(ASSESSED)}
MEAT, DRINKS = OFFERED["meat_per_week"], OFFERED["audit1"]
PLAN = Plan(
    agreed=(
        AgreedChange("", "on Sundays", ("meat_per_week",), MEAT),
        AgreedChange("", "", ("audit1",), DRINKS),
        AgreedChange("More beans", "4 days a week", ("legumes_per_week",), None, ("fever",), "Seen by Dr Ng"),
    ),
    tests=("liver_test",),
    other_tests="ferritin\nvitamin B12",
    see=("doctor",),
    other_people="Dr Ng",
    come_back=date(2027, 1, 4),
    by="Maria Lima",
    agreed_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
)


def bundle(plan: Plan | None = PLAN) -> Resource:
    return bundle_resource(
        ASSESSED, base_url=BASE, authored=GIVEN_AT, recorded=GIVEN_AT, reference="7Q4K-XW", plan=plan
    )


def record(plan: Plan | None = PLAN) -> bytes:
    return build_record(ASSESSED.answers, base_url=BASE, authored=GIVEN_AT, reference="7Q4K-XW", plan=plan)


def known(_digest: str) -> Questionnaire:
    return QUESTIONNAIRE


def parsed(resource: object) -> Plan | None:
    return parse_plan(parse_json(json.dumps(resource)), ASSESSED.answers)


@pytest.mark.parametrize("resource", [bundle(), json.loads(record())])
def test_a_plan_is_valid_and_nothing_in_it_dangles(resource: Resource) -> None:
    Bundle.model_validate(resource)
    assert resource_problems(resource) == ()
    kinds = [entry["resource"]["resourceType"] for entry in resource["entry"]]
    assert kinds[-4:] == ["CarePlan", "Goal", "Goal", "Goal"]


def test_every_code_of_a_plan_is_in_our_code_system() -> None:
    system = code_system_resource(QUESTIONNAIRE, base_url=BASE)
    all_known = {
        code["code"] for concept in system["concept"] for code in (concept, *concept.get("concept", ()))
    }
    planned = [entry["resource"] for entry in json.loads(record())["entry"][1:]]
    used = set(codes(planned, system["url"]))
    assert (
        {"flag.fever", "test.liver_test", "person.doctor", "western_diet", "legumes_per_week"}
        <= used
        <= all_known
    )


def codes(piece: object, system: str) -> list[str]:
    if isinstance(piece, dict):
        own = [piece["code"]] if piece.get("system") == system else []
        return own + [code for one in piece.values() for code in codes(one, system)]
    return [code for one in piece for code in codes(one, system)] if isinstance(piece, list) else []


def test_a_goal_says_how_much_of_what() -> None:
    (goal, *_) = [
        entry["resource"] for entry in bundle()["entry"] if entry["resource"]["resourceType"] == "Goal"
    ]
    amount = goal["target"][0]["detailQuantity"]
    assert (amount["comparator"], amount["value"], amount["code"]) == ("<=", 3, "{times}/wk")
    assert goal["description"]["text"].startswith("Red or processed meat: from 7.5 to 3")


def test_a_plan_comes_back_from_a_bundle_as_it_was() -> None:
    assert parsed(bundle()) == replace(PLAN, is_from_file=True)
    assert parsed(bundle(None)) is None
    assert parsed(bundle()["entry"][0]["resource"]) is None


def test_a_plan_comes_back_from_the_record_of_a_report_without_its_reasons() -> None:
    found = parse_record(record(), QUESTIONNAIRE, known)
    (*first, beans) = PLAN.agreed
    agreed = (*first, replace(beans, reason=UNKNOWN_REASON))
    assert found.plan == replace(PLAN, agreed=agreed, is_from_file=True)
    assert b"Seen by" not in record()
    assert found.answers.given == ASSESSED.answers.given


def test_a_flag_speaks_against_a_change_also_where_the_file_does_not_say_so() -> None:
    resource = json.loads(record())
    resource["entry"][-1]["resource"].pop("extension")
    found = parsed(resource)
    assert found is not None
    assert (found.agreed[-1].against, found.agreed[-1].reason) == (("fever",), UNKNOWN_REASON)


def test_a_record_without_a_plan_is_the_response_alone() -> None:
    assert json.loads(record(None))["resourceType"] == "QuestionnaireResponse"


NO_OPTION: list[Resource] = [
    {
        "measure": {"coding": [{"code": "audit1"}]},
        "detailCodeableConcept": {"coding": [{"code": "none"}]},
    }
]

BROKEN: Mapping[str, Callable[[Resource], object]] = {
    "two plans": lambda one: one["entry"].append({"fullUrl": "urn:x", "resource": plan_in(one)}),
    "a goal that is not there": lambda one: plan_in(one)["goal"].append({"reference": "urn:uuid:none"}),
    "a fourth goal": lambda one: plan_in(one)["goal"].append(plan_in(one)["goal"][0]),
    "a day that is none": lambda one: plan_in(one)["activity"][-1]["detail"].update(scheduledPeriod={}),
    "words that are a number": lambda one: one["entry"][-1]["resource"]["description"].update(text=7),
    "an amount that is none": lambda one: goal_in(one)["target"][0]["detailQuantity"].update(value="many"),
    "an amount beyond all": lambda one: goal_in(one)["target"][0]["detailQuantity"].update(value=1e300),
    "an option that is none": lambda one: goal_in(one).update(target=NO_OPTION),
    "a list in the place of a goal": lambda one: one["entry"][-1].update(resource=[]),
}


def plan_in(one: Resource) -> Resource:
    return next(e["resource"] for e in one["entry"] if e["resource"]["resourceType"] == "CarePlan")


def goal_in(one: Resource) -> Resource:
    return next(e["resource"] for e in one["entry"] if e["resource"]["resourceType"] == "Goal")


@pytest.mark.parametrize("fault", BROKEN)
def test_a_plan_that_is_none_of_ours_is_refused(fault: str) -> None:
    resource = json.loads(record())
    BROKEN[fault](resource)
    with pytest.raises(PlanUnreadableError, match="not as Gut Factors writes one"):
        parsed(resource)
    with pytest.raises(RecordRefused, match="not as Gut Factors writes one"):
        parse_record(json.dumps(resource).encode(), QUESTIONNAIRE, known)
