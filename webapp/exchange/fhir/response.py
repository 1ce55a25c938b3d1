"""Answers as a FHIR R4 QuestionnaireResponse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from webapp.assessment import Answers, AnswerValue
from webapp.exchange.fhir.addresses import (
    ABSENT_REASON,
    SDC,
    Addresses,
    Resource,
    addresses_of,
    extension,
    section_link,
)
from webapp.exchange.fhir.codes import SKIPPED, Codes
from webapp.exchange.fhir.numbers import json_number
from webapp.questionnaire.model import Question, Section

PROFILE = f"{SDC}sdc-questionnaireresponse|3.0.0"


def response_resource(
    answers: Answers, *, base_url: str, authored: datetime | str, reference: str = ""
) -> Resource:
    """The QuestionnaireResponse. `authored` must be an aware time; it is written to the second.

    Where less is known it is a day, month or year ("2025-05-01", "2025-05", "2025"), or "" for nothing.

    A question that was not asked is left out. One that was passed over is there without an answer and with
    the reason "unknown"; one with a "not sure" has that as its code. Nobody is named. `reference` is the code
    by which the clinic calls the submission.
    """
    questionnaire = answers.questionnaire
    addresses = addresses_of(questionnaire, base_url)
    codes = Codes(addresses)
    groups = (_group(answers, section, codes) for section in questionnaire.sections)
    return {
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [PROFILE], "tag": [{"system": addresses.digests, "code": questionnaire.digest}]},
        "language": questionnaire.language,
        **_identifier(addresses, reference),
        "questionnaire": f"{addresses.questionnaire}|{questionnaire.version}",
        "status": "completed",
        **_authored(authored),
        "item": [group for group in groups if group["item"]],
    }


def _authored(when: datetime | str) -> Resource:
    told = fhir_datetime(when)
    return {"authored": told} if told else {}


def fhir_datetime(when: datetime | str) -> str:
    """A FHIR dateTime: a moment, or the day, month or year that is known."""
    return when if isinstance(when, str) else fhir_instant(when)


def fhir_instant(time: datetime) -> str:
    """A FHIR instant to the second. Raises ValueError for a time without a zone."""
    if time.tzinfo is None:
        raise ValueError("a time for other programs needs its zone")
    return time.isoformat(timespec="seconds")


def _identifier(addresses: Addresses, reference: str) -> Resource:
    return {"identifier": {"system": addresses.references, "value": reference}} if reference else {}


def _group(answers: Answers, section: Section, codes: Codes) -> Resource:
    shown = (question for question in section.questions if answers.is_shown(question.id))
    items = [_item(question, answers.given[question.id], codes) for question in shown]
    return {"linkId": section_link(section), "text": section.title, "item": items}


def _item(question: Question, value: AnswerValue, codes: Codes) -> Resource:
    words = {"linkId": question.id, "text": question.text}
    if value is None:
        return {"extension": [extension(ABSENT_REASON, "Code", SKIPPED)], **words}
    return {**words, "answer": list(_answers(question, value, codes))}


def _answers(question: Question, value: AnswerValue, codes: Codes) -> Iterator[Resource]:
    if isinstance(value, int | Fraction):
        yield {"valueDecimal" if question.decimals else "valueInteger": json_number(value)}
        return
    for chosen in value if isinstance(value, tuple) else (str(value),):
        yield {"valueCoding": codes.option(question, question.option(chosen))}
