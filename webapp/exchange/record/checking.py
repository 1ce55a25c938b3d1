"""Any file to a record, or to why not. For the reading process."""

from __future__ import annotations

from webapp.exchange.fhir.shape import shape_problems
from webapp.exchange.json_text import parsed
from webapp.exchange.record.extracting import MOST_RECORD, extract
from webapp.exchange.record.refusals import NEITHER, TOO_MUCH, RecordRefused
from webapp.exchange.record.writing import PDF_SIGN

SIGN_WITHIN = 1024
"""PDF 32000-1:2008, annex H.3.4.1: readers look for the sign in so many bytes."""


def checked(file: bytes) -> bytes:
    """The record that a PDF carries, or that the file is: JSON of the shape of a QuestionnaireResponse.

    Raises RecordRefused.
    """
    content = extract(file) if PDF_SIGN in file[:SIGN_WITHIN] else file
    if len(content) > MOST_RECORD:
        raise RecordRefused(TOO_MUCH)
    resource = resource_of(content)
    problems = shape_problems(resource)
    if problems:
        raise RecordRefused(*problems)
    if not isinstance(resource, dict) or resource.get("resourceType") != "QuestionnaireResponse":
        raise RecordRefused(NEITHER)
    return content


def resource_of(content: bytes) -> object:
    """Whatever JSON it is. Raises RecordRefused."""
    try:
        return parsed(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecordRefused(NEITHER) from error
    except ValueError as error:
        why = [f"It was read as JSON: {error}."] if content.lstrip().startswith(b"{") else []
        raise RecordRefused(NEITHER, *why) from error
