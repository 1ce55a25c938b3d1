"""The record that a report carries, and how files that hold one are recognised."""

import json
from datetime import datetime

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
) -> bytes:
    """Return the QuestionnaireResponse as JSON, or with a plan a Bundle of both.

    Equal answers, time, reference and plan give equal bytes.
    """
    if plan is None:
        resource = response_resource(answers, base_url=base_url, authored=authored, reference=reference)
    else:
        resource = record_bundle(answers, plan, base_url=base_url, authored=authored, reference=reference)
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
