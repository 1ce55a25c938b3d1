"""Submissions as one FHIR Bundle: the answers of each, and the Observations that follow from them."""

import json
from collections.abc import Sequence
from datetime import datetime

from webapp.exchange.exported_submission import ExportedSubmission
from webapp.exchange.fhir import bundle_resource
from webapp.exchange.fhir.addresses import Resource
from webapp.exchange.fhir.bundle import with_follow_up
from webapp.exchange.fhir.response import fhir_instant


def as_fhir_text(records: Sequence[ExportedSubmission], *, base_url: str, recorded: datetime) -> str:
    """Return the Bundle as JSON; `recorded` is the time of writing."""
    entries = [entry for record in records for entry in _entries(record, base_url, recorded)]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": fhir_instant(recorded),
        "entry": entries,
    }
    return json.dumps(bundle, ensure_ascii=False, indent=1) + "\n"


def _entries(record: ExportedSubmission, base_url: str, recorded: datetime) -> list[Resource]:
    bundle = bundle_resource(
        record.assessment,
        base_url=base_url,
        authored=record.authored,
        recorded=recorded,
        reference=record.reference,
        plan=record.plan,
    )
    whole = with_follow_up(bundle, record.assessment.answers, record.older, base_url)
    entries: list[Resource] = whole["entry"]
    return entries
