"""One submission as a FHIR Bundle: answers, Observations and Provenance, and the plan."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from webapp.assessment import Answers, Assessment
from webapp.exchange.fhir.addresses import Addresses, Resource, addresses_of
from webapp.exchange.fhir.codes import Codes
from webapp.exchange.fhir.follow_up import AnswerDays, follow_up_questionnaire, with_days
from webapp.exchange.fhir.observations import Observations
from webapp.exchange.fhir.plan import PlanResources
from webapp.exchange.fhir.response import fhir_datetime, fhir_instant, response_resource
from webapp.plan import Plan
from webapp.questionnaire.model import Questionnaire

_COLLECTION: Resource = {"resourceType": "Bundle", "type": "collection"}

ASSEMBLER = {
    "coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "assembler"}
    ]
}


def bundle_resource(
    assessment: Assessment,
    *,
    base_url: str,
    authored: datetime | str,
    recorded: datetime,
    reference: str = "",
    plan: Plan | None = None,
) -> Resource:
    """Return the Bundle: answers, an Observation for each factor and measure, Provenance, and the plan.

    `authored` is when the answers were given, an aware time, or the known day, month or year ("2025-05");
    `recorded` is when they were assessed, aware. The addresses inside are made from `reference` and
    `authored`, so that the same submission gives the same Bundle.
    """
    answers, addresses = assessment.answers, addresses_of(assessment.questionnaire, base_url)
    response = response_resource(answers, base_url=base_url, authored=authored, reference=reference)
    seed = _seed(answers, base_url, authored, reference)
    entries = [_entry(seed, "answers", response)]
    first, observed = entries[0]["fullUrl"], fhir_datetime(authored)
    observations = Observations(assessment, Codes(addresses), first, observed).all()
    entries += [_entry(seed, name, resource) for name, resource in observations]
    provenance = _provenance(assessment.questionnaire, addresses, entries, recorded)
    entries.append(_entry(seed, "provenance-of-findings", provenance))
    entries += plan_entries(plan, answers, base_url, first) if plan else []
    return {**_COLLECTION, "timestamp": fhir_instant(recorded), "entry": entries}


def record_bundle(
    answers: Answers,
    plan: Plan | None,
    older: AnswerDays,
    *,
    base_url: str,
    authored: datetime | str,
    reference: str = "",
) -> Resource:
    """Return the Bundle of answers that a report carries, with a plan or of a follow-up.

    It is without the practitioner's reasons. `older` has the days of answers that were taken from last time.
    """
    response = response_resource(answers, base_url=base_url, authored=authored, reference=reference)
    first = _entry(_seed(answers, base_url, authored, reference), "answers", response)
    planned = plan_entries(plan, answers, base_url, first["fullUrl"], has_reasons=False) if plan else []
    return with_follow_up({**_COLLECTION, "entry": [first, *planned]}, answers, older, base_url)


def with_follow_up(bundle: Resource, answers: Answers, older: AnswerDays, base_url: str) -> Resource:
    """Return the Bundle, whose first entry is the answers, with the days of older ones and what was asked."""
    if not older:
        return bundle
    first, *others = bundle["entry"]
    dated = {**first, "resource": with_days(first["resource"], older, answers, base_url)}
    asked = _entry(first["fullUrl"], "follow-up", follow_up_questionnaire(answers, older, base_url))
    return {**bundle, "entry": [dated, *others, asked]}


def plan_entries(
    plan: Plan, answers: Answers, base_url: str, response: str, *, has_reasons: bool = True
) -> list[Resource]:
    """Return the CarePlan and the Goals of a plan on the answers at the address `response`."""
    resources = PlanResources(plan, answers, base_url, response, has_reasons)
    goals = [_entry(response, name, goal) for name, goal in resources.goals()]
    return [_entry(response, "plan", resources.care_plan([one["fullUrl"] for one in goals])), *goals]


def _seed(answers: Answers, base_url: str, authored: datetime | str, reference: str) -> str:
    """Return what the addresses of a submission's resources are made from."""
    asked = answers.questionnaire
    address = addresses_of(asked, base_url).questionnaire
    return f"{address}|{asked.digest}|{reference}|{fhir_datetime(authored)}"


def _entry(seed: str, name: str, resource: Resource) -> Resource:
    return {"fullUrl": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{seed}|{name}')}", "resource": resource}


def _provenance(
    questionnaire: Questionnaire, addresses: Addresses, entries: Sequence[Resource], recorded: datetime
) -> Resource:
    """Say which rules derived the Observations from the answers, which are the first entry."""
    answers, *observations = (entry["fullUrl"] for entry in entries)
    version = f"{addresses.questionnaire}|{questionnaire.version}"
    digest = {"system": addresses.digests, "value": questionnaire.digest}
    rules = {
        "identifier": digest,
        "display": f"Rules of {questionnaire.title}, version {questionnaire.version}",
    }
    return {
        "resourceType": "Provenance",
        "target": [{"reference": url} for url in observations],
        "recorded": fhir_instant(recorded),
        "policy": [version],
        "agent": [{"type": ASSEMBLER, "who": rules}],
        "entity": [{"role": "source", "what": {"reference": answers}}, {"role": "source", "what": rules}],
    }
