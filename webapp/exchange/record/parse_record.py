"""Parsing a record into answers, by the questionnaire version that it answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from webapp.assessment import Answers, validate_answers
from webapp.exchange.fhir.addresses import UntrustedResource
from webapp.exchange.fhir.find_response import find_response
from webapp.exchange.fhir.follow_up import parse_days
from webapp.exchange.fhir.parse_answer import quote_value
from webapp.exchange.fhir.parse_plan import PlanUnreadableError, parse_plan
from webapp.exchange.fhir.parse_response import ResponseErrors, ResponseOrigin, parse_origin, parse_response
from webapp.exchange.record.refusals import UNKNOWN_QUESTIONNAIRE, RecordRefused
from webapp.exchange.strict_json import parse_json
from webapp.plan import Plan
from webapp.questionnaire.model import Questionnaire

REFERENCE = re.compile(r"[0-9A-Z]{2,6}-[0-9A-Z]{2,6}")
"""The form of our submission codes; a code of another form comes from elsewhere and is ignored."""

UNFINISHED = "These answers are marked as begun and not finished (in-progress): some may be missing."
DIGEST_SHOWN = 8  # letters of a digest that reports print


@dataclass(frozen=True)
class ImportedAnswers:
    """The answers of a record, and what it says of their time and their submission.

    `authored` is an aware time; where less is known, `day` holds the day, month or year ("2025-05-01",
    "2025-05", "2025"). `is_finished` is False where the form was not filled in to its end. `plan` is
    what was agreed on these answers, where the record has that. `older` has the days of those answers that a
    follow-up took from last time.
    """

    answers: Answers
    authored: datetime | None = None
    reference: str = ""
    day: str = ""
    is_finished: bool = True
    plan: Plan | None = None
    older: Mapping[str, date] = field(default_factory=dict)


def parse_record(
    record: bytes, today: Questionnaire, kept: Callable[[str], Questionnaire]
) -> ImportedAnswers:
    """Parse a record whose shape the reader has checked. Raise RecordRefused.

    Its digest decides about the questionnaire: `today`, or what `kept` returns; `kept` raises LookupError for
    an unknown digest. A record without a digest, as other programs write it, must be of today's version.
    """
    content = parse_json(record.decode("utf-8-sig"))
    resource = cast("UntrustedResource", find_response(content))
    origin = parse_origin(resource)
    questionnaire = answered_questionnaire(origin, today, kept)
    try:
        outside = parse_response(resource, questionnaire)
    except ResponseErrors as errors:
        raise RecordRefused(*errors.problems) from errors
    reference = our_reference(origin)
    answers = validate_answers(questionnaire, outside)
    try:
        plan = parse_plan(content, answers)
    except PlanUnreadableError as error:
        raise RecordRefused(str(error)) from error
    older = parse_days(resource, answers)
    return ImportedAnswers(answers, origin.authored, reference, origin.day, origin.is_finished, plan, older)


def our_reference(origin: ResponseOrigin) -> str:
    """Return the code of a submission of ours, or ""."""
    return origin.reference if REFERENCE.fullmatch(origin.reference) else ""


def answered_questionnaire(
    origin: ResponseOrigin, today: Questionnaire, kept: Callable[[str], Questionnaire]
) -> Questionnaire:
    """Return the questionnaire of these answers: `today`, or what `kept` has. Raise RecordRefused."""
    if origin.digest in ("", today.digest):
        return today
    try:
        return kept(origin.digest)
    except LookupError as error:
        digest = quote_value(origin.digest[:DIGEST_SHOWN])
        raise RecordRefused(
            UNKNOWN_QUESTIONNAIRE, version=quote_value(origin.version), digest=digest
        ) from error
