"""The record that a report carries, and how files that hold one are recognised."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from webapp.assessment import Answers
from webapp.exchange.fhir import record_bundle, response_resource
from webapp.plan import Plan

RECORD_NAME = "gut-factors-record.fhir.json"  # the name of the attachment, by which it is found again
PDF_SIGN = b"%PDF-"  # how a PDF begins
SIGN_WITHIN = 1024  # PDF 32000-1:2008, annex H.3.4.1: readers look for the sign in the first 1,024 bytes


def build_record(
    answers: Answers,
    *,
    base_url: str,
    authored: datetime | str,
    reference: str = "",
    plan: Plan | None = None,
    older: Mapping[str, date] | None = None,
) -> bytes:
    """Return the QuestionnaireResponse as JSON; with a plan, or of a follow-up, a Bundle with it.

    `older` has the days of answers that a follow-up took from last time. Equal arguments give equal bytes.
    """
    if plan or older:
        resource = record_bundle(
            answers, plan, older or {}, base_url=base_url, authored=authored, reference=reference
        )
    else:
        resource = response_resource(answers, base_url=base_url, authored=authored, reference=reference)
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
