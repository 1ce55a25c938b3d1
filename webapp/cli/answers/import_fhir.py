"""`gutfactors import`: FHIR answers of other programs."""

from pathlib import Path
from typing import BinaryIO

import click

from webapp.cli.answers.answers_file import load_questionnaire, questions_option, read_record
from webapp.cli.answers.output import output_option, write_json
from webapp.exchange.record.reader import MOST_FILE


@click.command("import")
@click.argument("response", type=click.File("rb"))
@questions_option
@output_option
def import_(response: BinaryIO, questions: Path | None, output: Path | None) -> None:
    """Turn RESPONSE (a FHIR QuestionnaireResponse, or - for standard input) into answers for `assess`.

    It may lie in a Bundle, or in a report (PDF). The base of its addresses does not matter: the answers may
    come from another clinic. It is read as `read` and the desk read files.
    """
    imported = read_record(response.name, response.read(MOST_FILE + 1), load_questionnaire(questions))
    write_json(output, imported.answers.to_json())
