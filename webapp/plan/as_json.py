"""A plan as plain values and back."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from webapp.plan.model import AgreedChange, OfferedChange, Plan, PlannedVisit


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return a plan for JSON. Numbers stay exact."""
    return {
        "agreed": [_agreed_to_json(one) for one in plan.agreed],
        "tests": list(plan.tests),
        "other_tests": plan.other_tests,
        "see": list(plan.see),
        "other_people": plan.other_people,
        "come_back": plan.come_back and plan.come_back.isoformat(),
        "by": plan.by,
        "agreed_at": plan.agreed_at and plan.agreed_at.isoformat(),
        "from_file": plan.is_from_file,
    }


def plan_from_json(content: Mapping[str, Any], *, is_from_file: bool = False) -> Plan:
    """Restore what `plan_to_json` returned; `is_from_file` counts where the content has no origin."""
    return Plan(
        agreed=tuple(_agreed_from_json(one) for one in content["agreed"]),
        tests=tuple(content["tests"]),
        other_tests=content["other_tests"],
        see=tuple(content["see"]),
        other_people=content["other_people"],
        come_back=content["come_back"] and date.fromisoformat(content["come_back"]),
        by=content["by"],
        agreed_at=content["agreed_at"] and datetime.fromisoformat(content["agreed_at"]),
        is_from_file=content.get("from_file", is_from_file),
    )


def planned_visit_to_json(visit: PlannedVisit) -> dict[str, Any]:
    """Return an earlier visit and its plan, as a file has both, for JSON."""
    return {
        "plan": plan_to_json(visit.plan),
        "digest": visit.digest,
        "answers": visit.answers,
        "day": visit.day.isoformat(),
    }


def planned_visit_from_json(content: Mapping[str, Any]) -> PlannedVisit:
    """Restore what `planned_visit_to_json` returned."""
    plan = plan_from_json(content["plan"], is_from_file=True)
    day = date.fromisoformat(content["day"])
    return PlannedVisit(plan, content["digest"], content["answers"], day)


def _agreed_to_json(agreed: AgreedChange) -> dict[str, Any]:
    offered = agreed.offered
    return {
        "words": agreed.words,
        "measured": agreed.measured,
        "about": list(agreed.about),
        "against": list(agreed.against),
        "reason": agreed.reason,
        "offered": offered
        and {
            "question": offered.question,
            "was": _value_to_json(offered.was),
            "becomes": _value_to_json(offered.becomes),
            "factors": list(offered.factors),
        },
    }


def _agreed_from_json(content: Mapping[str, Any]) -> AgreedChange:
    offered = content["offered"]
    return AgreedChange(
        words=content["words"],
        measured=content["measured"],
        about=tuple(content["about"]),
        against=tuple(content["against"]),
        reason=content["reason"],
        offered=offered
        and OfferedChange(
            offered["question"],
            _value_from_json(offered["was"]),
            _value_from_json(offered["becomes"]),
            tuple(offered["factors"]),
        ),
    )


def _value_to_json(value: int | Fraction | str) -> int | str | dict[str, str]:
    """Return a number or an option id: a fraction as an object, because "1/2" may be an option."""
    return {"fraction": str(value)} if isinstance(value, Fraction) else value


def _value_from_json(value: int | str | Mapping[str, str]) -> int | Fraction | str:
    return Fraction(value["fraction"]) if isinstance(value, Mapping) else value
