"""What a plan holds, what it refuses, and its way to JSON and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from webapp.plan import AgreedChange, OfferedChange, Plan
from webapp.plan.as_json import plan_from_json, plan_to_json

BEANS = OfferedChange("legumes_per_week", Fraction(1, 2), 3, ("low_fibre", "western_diet"))
DRINKS = OfferedChange("audit1", "4", "1", ("alcohol",))
PLAN = Plan(
    agreed=(
        AgreedChange(measured="beans 3 times a week", about=("legumes_per_week",), offered=BEANS),
        AgreedChange(about=("audit1",), offered=DRINKS, against=("alcohol_care",), reason="Seen by a doctor"),
        AgreedChange("Walk after lunch 🙂", "4 days a week", ("stress_now", "audit1")),
    ),
    tests=("coeliac",),
    other_tests="ferritin",
    see=("doctor",),
    other_people="Dr Ng",
    come_back=date(2026, 4, 12),
    by="Maria Lima",
    agreed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
)


@pytest.mark.parametrize("plan", [PLAN, Plan()])
def test_a_plan_comes_back_from_json_as_it_was(plan: Plan) -> None:
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


def test_a_plan_names_each_question_that_it_is_about_once() -> None:
    assert PLAN.about == ("legumes_per_week", "audit1", "stress_now")


def test_a_plan_of_four_changes_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 3"):
        Plan(agreed=(AgreedChange("a"),) * 4)


@pytest.mark.parametrize(("against", "reason"), [(("alcohol",), ""), ((), "because")])
def test_a_reason_stands_exactly_where_a_flag_speaks_against_a_change(
    against: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match="a reason is needed"):
        Plan(agreed=(AgreedChange("less wine", against=against, reason=reason),))


def test_a_plan_without_anything_agreed_is_empty() -> None:
    assert Plan(by="Maria Lima", agreed_at=PLAN.agreed_at).is_empty
    assert not Plan(come_back=PLAN.come_back).is_empty
    assert not Plan(other_tests="ferritin").is_empty
