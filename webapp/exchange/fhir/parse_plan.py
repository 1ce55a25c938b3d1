"""A plan from a Bundle of ours, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from webapp.assessment import Answers
from webapp.exchange.fhir.addresses import UntrustedResource
from webapp.exchange.fhir.codes import option_codings
from webapp.exchange.fhir.plan import PERSON, REASON, TEST
from webapp.plan import AgreedChange, OfferedChange, Plan
from webapp.plan.offers import flags_against
from webapp.plan.people import PEOPLE
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules.numbers import reduced

MOST_DIGITS = 10  # before or behind the decimal sign
UNKNOWN_REASON = "–"
"""Stands for a reason that a patient's copy of a plan does not carry."""


class PlanUnreadableError(ValueError):
    """A resource claims to be a plan of ours and is not one."""


def parse_plan(resource: object, answers: Answers) -> Plan | None:
    """Return the plan of a Bundle, or None where it has none. Raise PlanUnreadableError.

    `answers` are those in the same Bundle: they say which safety flags speak against a change, whatever the
    Bundle says. Numbers in it are Decimal, as `strict_json` parses them.
    """
    with _refusing():
        entries = _entries(resource)
        plans = [one for one in entries.values() if one.get("resourceType") == "CarePlan"]
        if not plans:
            return None
        (plan,) = plans
        goals = [entries[one["reference"]] for one in plan.get("goal", ())]
        return _Reading(answers).plan(plan, goals)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise PlanUnreadableError("The plan in this file is not as Gut Factors writes one.") from error


def _entries(resource: object) -> Mapping[str, UntrustedResource]:
    """Return the resources of a Bundle by their addresses; none for any other resource."""
    if not isinstance(resource, Mapping) or resource.get("resourceType") != "Bundle":
        return {}
    entries = (one for one in resource["entry"] if isinstance(one, Mapping))
    return {str(one.get("fullUrl")): one["resource"] for one in entries if _is_resource(one)}


def _is_resource(entry: UntrustedResource) -> bool:
    return isinstance(entry.get("resource"), Mapping)


@dataclass(frozen=True)
class _Reading:
    """Reads one plan beside the answers that it follows from."""

    answers: Answers

    def plan(self, plan: UntrustedResource, goals: Sequence[UntrustedResource]) -> Plan:
        details = [one["detail"] for one in plan.get("activity", ())]
        tests = [one for one in details if one["kind"] == TEST]
        visits = [one for one in details if "scheduledPeriod" in one]
        people = [one for one in details if one["kind"] == PERSON and one not in visits]
        considered = {one.id for one in self.answers.questionnaire.practice.considered}
        return Plan(
            agreed=tuple(map(self._agreed, goals)),
            tests=tuple(one for one in _named(tests, "test.") if one in considered),
            other_tests=_described(tests),
            see=tuple(one for one in _named(people, "person.") if one in PEOPLE),
            other_people=_described(people),
            come_back=date.fromisoformat(visits[0]["scheduledPeriod"]["start"]) if visits else None,
            by=_text(plan.get("author", {}).get("display", "")),
            agreed_at=datetime.fromisoformat(plan["created"]) if "created" in plan else None,
            is_from_file=True,
        )

    def _agreed(self, goal: UntrustedResource) -> AgreedChange:
        targets = goal.get("target", ())
        about = tuple(self._question(one["measure"]).id for one in targets)
        against = tuple(flag.id for flag in flags_against(self.answers, about))
        reasons = [one["valueString"] for one in goal.get("extension", ()) if one["url"].endswith(REASON)]
        offered = self._offered(goal, targets[0]) if targets and len(targets[0]) > 1 else None
        return AgreedChange(
            words="" if offered else _text(goal["description"]["text"]),
            measured=_text(next((one["text"] for one in goal.get("note", ())), "")),
            about=about,
            offered=offered,
            against=against,
            reason=_text(next(iter(reasons), UNKNOWN_REASON)) if against else "",
        )

    def _offered(self, goal: UntrustedResource, target: UntrustedResource) -> OfferedChange:
        question = self._question(target["measure"])
        was = self.answers.given[question.id]
        if not isinstance(was, int | Fraction | str):
            raise TypeError(f"{question.id} has no answer that could change")
        factors = (_own_code(one) for one in goal.get("category", ()))
        known = tuple(one for one in factors if one in self.answers.questionnaire.factors)
        return OfferedChange(question.id, was, _becomes(question, target), known)

    def _question(self, concept: UntrustedResource) -> Question:
        return self.answers.questionnaire.questions[_own_code(concept)]


def _becomes(question: Question, target: UntrustedResource) -> int | Fraction | str:
    if "detailQuantity" in target:
        amount = Decimal(target["detailQuantity"]["value"])
        if abs(amount.adjusted()) > MOST_DIGITS:
            raise ValueError("no answer is as large or as fine")
        return reduced(Fraction(amount))
    code = target["detailCodeableConcept"]["coding"][0]["code"]
    codes = {known: one.id for one in question.options for _, known in option_codings(question, one)}
    return codes[code]


def _own_code(concept: UntrustedResource) -> str:
    """Return our own code of a concept, which stands last: codes of other systems come before it."""
    return str(concept["coding"][-1]["code"])


def _named(details: Sequence[UntrustedResource], prefix: str) -> Iterator[str]:
    for one in details:
        if "code" in one:
            yield _own_code(one["code"]).removeprefix(prefix)


def _described(details: Sequence[UntrustedResource]) -> str:
    return "\n".join(_text(one["description"]) for one in details if "code" not in one)


def _text(value: Any) -> str:  # noqa: ANN401  from outside
    if not isinstance(value, str):
        raise TypeError("this is no text")
    return " ".join(value.split())
