"""Answers as a FHIR R4 QuestionnaireResponse."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from webapp.assessment import Answers, AnswerValue
from webapp.exchange.fhir.addresses import ABSENT_REASON, SDC, Resource, addresses_of, extension, section_link
from webapp.exchange.fhir.codes import SKIPPED, Codes
from webapp.exchange.fhir.numbers import fhir_number
from webapp.questionnaire.model import Question, Section

PROFILE = f"{SDC}sdc-questionnaireresponse|3.0.0"


def response_resource(
    answers: Answers, *, base_url: str, authored: datetime | str, reference: str = ""
) -> Resource:
    """Return the QuestionnaireResponse, without a name. `reference` is the code of the submission.

    `authored` is an aware time, written to the second; where less is known, a day, month or year
    ("2025-05-01", "2025-05", "2025"), or "" for nothing.

    A question that was not asked is left out. A skipped one has no answer and the reason "unknown"; "not
    sure" is coded as such.
    """
    questionnaire = answers.questionnaire
    addresses = addresses_of(questionnaire, base_url)
    codes = Codes(addresses)
    groups = (_group(answers, section, codes) for section in questionnaire.sections)
    return {
        "resourceType": "QuestionnaireResponse",
        "meta": {"profile": [PROFILE], "tag": [{"system": addresses.digests, "code": questionnaire.digest}]},
        "language": questionnaire.language,
        **({"identifier": {"system": addresses.references, "value": reference}} if reference else {}),
        "questionnaire": f"{addresses.questionnaire}|{questionnaire.version}",
        "status": "completed",
        **_authored(authored),
        "item": [group for group in groups if group["item"]],
    }


def _authored(when: datetime | str) -> Resource:
    text = fhir_datetime(when)
    return {"authored": text} if text else {}


def fhir_datetime(when: datetime | str) -> str:
    """Return a FHIR dateTime: a time, or the known day, month or year."""
    return when if isinstance(when, str) else fhir_instant(when)


def fhir_instant(time: datetime) -> str:
    """Return a FHIR instant to the second. Raise ValueError for a time without a zone."""
    if time.tzinfo is None:
        raise ValueError("a time for other programs needs its zone")
    return time.isoformat(timespec="seconds")


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
        yield {"valueDecimal" if question.decimals else "valueInteger": fhir_number(value)}
        return
    for chosen in value if isinstance(value, tuple) else (str(value),):
        yield {"valueCoding": codes.option(question, question.option(chosen))}
