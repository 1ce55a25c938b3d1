"""Reports of answers that are not submissions: orders and results, and how processes exchange them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

from webapp.assessment import Answers, assess, validate_answers
from webapp.assessment.words import fill
from webapp.child_process.messages import read_message, write_message
from webapp.exchange.record import RECORD_NAME
from webapp.prints.documents import DocumentFactory
from webapp.report import AttachedFile, Occasion, RenderBusy, RenderFailed
from webapp.report.pool.protocol import DONE, FAILED
from webapp.report.views.documents import DocumentView


@dataclass(frozen=True)
class ReportOrder:
    """One report to be made, on an occasion in the clinic's language."""

    answers: Answers
    occasion: Occasion
    record: AttachedFile | None


@dataclass(frozen=True)
class ReportFailure:
    """Why there is no report. `is_ours`: the server failed, not the answers."""

    problems: tuple[str, ...]
    is_ours: bool = False


ReportResult = bytes | ReportFailure  # a PDF, or the reason why there is none


def make_report(
    ordered: ReportOrder, documents: DocumentFactory, pdf: Callable[[DocumentView], bytes]
) -> ReportResult:
    """Make a report with `pdf`, unless the answers stop the form before its end."""
    assessment = assess(ordered.answers)
    stops = [fill(flag.text, assessment) for flag in assessment.safety if flag.tier == "stop"]
    if stops:
        return ReportFailure(tuple(f"no report is made for these answers: {text}" for text in stops))
    try:
        return pdf(documents.patient_report(assessment, ordered.occasion, ordered.record))
    except (RenderBusy, RenderFailed) as failure:
        return ReportFailure((f"the report could not be made: {failure}",), is_ours=True)


def order_to_json(ordered: ReportOrder) -> dict[str, Any]:
    """Return an order for JSON, without its clinic: the worker has that."""
    occasion = ordered.occasion
    return {
        "digest": ordered.answers.questionnaire.digest,
        "answers": ordered.answers.to_json(),
        "day": occasion.date.isoformat(),
        "code": occasion.reference,
        "edition": occasion.edition,
        "paper": occasion.paper,
        "desk": occasion.desk,
        "told": occasion.partial_date,
        "parts": occasion.parts,
        "record": ordered.record and ordered.record.content.decode(),
    }


def order_from_json(content: Mapping[str, Any], documents: DocumentFactory) -> ReportOrder:
    """Restore an order. Raise AnswerErrors, and LookupError for an unknown questionnaire."""
    day, record = date.fromisoformat(content["day"]), content["record"]
    occasion = documents.occasion_on(day, content["code"], content["edition"], content.get("told", ""))
    look = {"paper": content["paper"], "parts": content.get("parts", "")}
    occasion = replace(occasion, desk=content.get("desk", ""), **look)
    attachment = None if record is None else AttachedFile(RECORD_NAME, record.encode())
    asked = documents.questionnaire_of(content["digest"])
    return ReportOrder(validate_answers(asked, content["answers"]), occasion, attachment)


def pack_results(results: Iterable[ReportResult]) -> bytes:
    """Pack all results of a part into one file."""
    file = BytesIO()
    for result in results:
        if isinstance(result, ReportFailure):
            write_message(file, FAILED + json.dumps([result.is_ours, *result.problems]).encode())
        else:
            write_message(file, DONE + result)
    return file.getvalue()


def unpack_results(file: bytes) -> list[ReportResult]:
    """Return the results of a packed file, in their order."""
    stream, results = BytesIO(file), list[ReportResult]()
    while (message := read_message(stream)) is not None:
        results.append(_result(message))
    return results


def _result(message: bytes) -> ReportResult:
    if message.startswith(DONE):
        return message[1:]
    is_ours, *problems = json.loads(message[1:])
    return ReportFailure(tuple(problems), is_ours)
