"""Finding the record in a file from outside, and checking its shape. Runs in the reading process."""

from webapp.exchange.fhir.find_response import RESPONSE, NotOneResponseError, find_response
from webapp.exchange.fhir.parse_answer import quote_value
from webapp.exchange.fhir.shape import shape_problems
from webapp.exchange.record.build_record import PDF_SIGN, SIGN_WITHIN
from webapp.exchange.record.extract_attachment import MOST_RECORD, extract_attachment
from webapp.exchange.record.refusals import NEITHER, TOO_MUCH, RecordRefused
from webapp.exchange.strict_json import parse_json


def extract_record(file: bytes) -> bytes:
    """Return the record that a PDF carries, or the file itself. Raise RecordRefused.

    A record is a QuestionnaireResponse, or a Bundle with one.
    """
    content = extract_attachment(file) if PDF_SIGN in file[:SIGN_WITHIN] else file
    response = _response_of(content)  # before the size: several responses are large, and each may be small
    if len(content) > MOST_RECORD:
        raise RecordRefused(TOO_MUCH)
    problems = shape_problems(response)
    if problems:
        raise RecordRefused(*problems)
    if not isinstance(response, dict) or response.get("resourceType") != RESPONSE:
        raise RecordRefused(NEITHER)
    return content


def _response_of(content: bytes) -> object:
    """Parse the content, and return the response in a Bundle or whatever else it is. Raise RecordRefused."""
    try:
        response = find_response(parse_resource(content))
    except NotOneResponseError as error:
        raise RecordRefused(str(error)) from error
    kind = response.get("resourceType") if isinstance(response, dict) else None
    if isinstance(kind, str) and kind != RESPONSE:
        raise RecordRefused(
            NEITHER, f"It says that it is a FHIR resource of another kind: {quote_value(kind)}."
        )
    return response


def parse_resource(content: bytes) -> object:
    """Parse JSON. Raise RecordRefused."""
    try:
        return parse_json(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecordRefused(NEITHER) from error
    except ValueError as error:
        why = [f"It was read as JSON: {error}."] if content.lstrip().startswith(b"{") else []
        raise RecordRefused(NEITHER, *why) from error
