"""`gutfactors import`: answers that another program wrote as FHIR."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click

from webapp.cli.answers import loaded, questions_option
from webapp.cli.refusals import WRONG, refuse
from webapp.cli.writing import output_option, write_json
from webapp.exchange.fhir import ResponseErrors, answers_of, origin_of
from webapp.exchange.json_text import parsed
from webapp.questionnaire.model import Questionnaire

MOST_BYTES = 2_000_000
"""Many times what the answers to any questionnaire take, and little to hold in memory."""


@click.command("import")
@click.argument("response", type=click.File("rb"))
@questions_option
@output_option
def import_(response: BinaryIO, questions: Path | None, output: Path | None) -> None:
    """Turn RESPONSE (a FHIR QuestionnaireResponse, or - for standard input) into answers for `assess`.

    The base of its addresses does not matter: the answers may come from another clinic.
    """
    questionnaire = loaded(questions)
    try:
        resource = _resource(response.read(MOST_BYTES + 1))
        answers = answers_of(resource, questionnaire)
    except ResponseErrors as error:
        refuse((f"{response.name}: {problem}" for problem in error.problems), WRONG)
    except ValueError as error:
        refuse([f"{response.name}: {error}"], WRONG)
    _tell_of_another_text(resource, questionnaire)
    write_json(output, answers)


def _resource(content: bytes) -> Any:  # noqa: ANN401  it comes from outside
    """Whatever JSON it is. Raises ValueError with a sentence."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"this is larger than {MOST_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("this is not UTF-8 text") from error
    return parsed(text)


def _tell_of_another_text(resource: Mapping[str, Any], questionnaire: Questionnaire) -> None:
    """Of one version there may be several texts: whoever uses the answers should know of it."""
    digest = origin_of(resource).digest
    if digest not in ("", questionnaire.digest):
        told = f"these answers are to another text of version {questionnaire.version} of the questionnaire"
        click.echo(f"{told}: their questions may have had other words", err=True)
