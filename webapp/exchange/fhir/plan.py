"""A plan as a FHIR R4 CarePlan and a Goal for each agreed change."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from webapp.assessment import Answers
from webapp.assessment.as_json import json_number
from webapp.exchange.fhir.addresses import Addresses, Resource, addresses_of, extension
from webapp.exchange.fhir.codes import Codes
from webapp.exchange.fhir.response import fhir_instant
from webapp.exchange.fhir.units import quantity
from webapp.localization.localizer import Localizer
from webapp.plan import AgreedChange, OfferedChange, Plan
from webapp.plan.people import PEOPLE
from webapp.plan.words import change_words
from webapp.questionnaire.model import Question

PLANNED = {"status": "not-started"}
TEST, PERSON = "ServiceRequest", "Appointment"
"""The kinds of activities: a test to consider, and somebody to see; with a day it is the way back."""

AGAINST, REASON = "plan-speaks-against", "plan-reason"
"""Names of our extensions of a Goal: a safety flag that speaks against it, and why it was agreed."""

BOUNDS = {"more": ">=", "less": "<="}


@dataclass(frozen=True)
class PlanResources:
    """The resources of one plan.

    `response` is the address of the answers behind it. Without `has_reasons` the practitioner's reasons are
    left out: what a patient takes along has none.
    """

    plan: Plan
    answers: Answers
    base_url: str
    response: str
    has_reasons: bool = True

    def goals(self) -> Iterator[tuple[str, Resource]]:
        """Yield a name and the Goal of each agreed change, in their order."""
        for number, agreed in enumerate(self.plan.agreed, 1):
            yield f"goal-{number}", self._goal(agreed)

    def care_plan(self, goals: list[str]) -> Resource:
        """Return the CarePlan; `goals` are the addresses of its Goals."""
        plan = self.plan
        activity = [*self._tests(), *self._people(), *self._coming_back()]
        return {
            "resourceType": "CarePlan",
            "language": self.answers.questionnaire.language,
            "status": "active",
            "intent": "plan",
            "subject": _subject(),
            **({"created": fhir_instant(plan.agreed_at)} if plan.agreed_at else {}),
            **({"author": {"type": "Practitioner", "display": plan.by}} if plan.by else {}),
            "supportingInfo": [{"reference": self.response}],
            **({"goal": [{"reference": one} for one in goals]} if goals else {}),
            **({"activity": [{"detail": {**PLANNED, **one}} for one in activity]} if activity else {}),
        }

    @property
    def _addresses(self) -> Addresses:
        return addresses_of(self.answers.questionnaire, self.base_url)

    @property
    def _codes(self) -> Codes:
        return Codes(self._addresses)

    def _goal(self, agreed: AgreedChange) -> Resource:
        asked, words = self.answers.questionnaire, Localizer(self.answers.questionnaire.language)
        said = change_words(agreed.offered, asked, words) if agreed.offered else agreed.words
        factors = agreed.offered.factors if agreed.offered else ()
        categories = [self._codes.concept(one, asked.factors[one].title) for one in factors]
        targets = [self._target(asked.questions[one], agreed.offered) for one in agreed.about]
        extensions = [*self._against(agreed), *self._reason(agreed)]
        return {
            "resourceType": "Goal",
            **({"extension": extensions} if extensions else {}),
            "lifecycleStatus": "accepted",
            **({"category": categories} if categories else {}),
            "description": {"text": said},
            "subject": _subject(),
            **({"target": targets} if targets else {}),
            **({"note": [{"text": agreed.measured}]} if agreed.measured else {}),
        }

    def _target(self, question: Question, offered: OfferedChange | None) -> Resource:
        measure = {"measure": {"coding": self._codes.question(question), "text": question.short_name}}
        if offered is None:
            return measure
        if isinstance(offered.becomes, int | Fraction):
            amount = quantity(json_number(offered.becomes), question.unit)
            return {**measure, "detailQuantity": {**amount, "comparator": BOUNDS[question.changeable]}}
        option = question.option(offered.becomes)
        concept = {"coding": [self._codes.option(question, option)], "text": option.label}
        return {**measure, "detailCodeableConcept": concept}

    def _against(self, agreed: AgreedChange) -> Iterator[Resource]:
        titles = {flag.id: flag.title or flag.id for flag in self.answers.questionnaire.safety}
        url = self._addresses.of("StructureDefinition", AGAINST)
        for flag in agreed.against:
            yield extension(url, "CodeableConcept", self._codes.concept(f"flag.{flag}", titles[flag]))

    def _reason(self, agreed: AgreedChange) -> Iterator[Resource]:
        if agreed.reason and self.has_reasons:
            url = self._addresses.of("StructureDefinition", REASON)
            yield extension(url, "String", agreed.reason)

    def _tests(self) -> Iterator[Resource]:
        titles = {one.id: one.title for one in self.answers.questionnaire.practice.considered}
        for one in self.plan.tests:
            code = self._codes.concept(f"test.{one}", titles[one])
            yield {"kind": TEST, "code": code, "description": titles[one]}
        for line in self.plan.other_tests.splitlines():
            yield {"kind": TEST, "description": line}

    def _people(self) -> Iterator[Resource]:
        words = Localizer(self.answers.questionnaire.language)
        for one in self.plan.see:
            said = words.gettext(PEOPLE[one])
            yield {"kind": PERSON, "code": self._codes.concept(f"person.{one}", said), "description": said}
        for line in self.plan.other_people.splitlines():
            yield {"kind": PERSON, "description": line}

    def _coming_back(self) -> Iterator[Resource]:
        if self.plan.come_back:
            yield {"kind": PERSON, "scheduledPeriod": {"start": self.plan.come_back.isoformat()}}


def _subject() -> Resource:
    """Return the patient, without a name: the answers have none either."""
    return {"type": "Patient", "display": "the person who gave the answers"}
