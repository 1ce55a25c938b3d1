"""Files of answers as arguments of commands: JSON, FHIR, an export, or a report that carries its answers."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import click

from webapp.assessment import AnswerErrors, Answers, validate_answers
from webapp.cli.exit_codes import BAD_INPUT, exit_on_config_errors, exit_with, settings_from
from webapp.cli.served import load_served
from webapp.exchange.json_import import is_export, parse_export
from webapp.exchange.record import ImportedAnswers, RecordReader, RecordRefused, parse_record
from webapp.exchange.record.build_record import PDF_SIGN, SIGN_WITHIN
from webapp.exchange.record.parse_record import UNFINISHED
from webapp.exchange.strict_json import parse_json
from webapp.instance_files import is_there
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.settings import read_questions

answers_argument = click.argument("answers", type=click.File("rb"))
questions_option = click.option(
    "--questions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The questionnaire to judge by. Default: the one of this instance.",
)


class AnswersRefused(Exception):  # noqa: N818  a refusal
    """The text holds no answers to this questionnaire. `sentences` are all problems."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def parse_answers(questionnaire: Questionnaire, text: str, presets: Mapping[str, str]) -> Answers:
    """Parse and validate JSON answers; `presets` answer questions that are missing. Raise AnswersRefused."""
    return _validated(questionnaire, {**presets, **_object(text)})


def _validated(questionnaire: Questionnaire, outside: Mapping[str, object]) -> Answers:
    try:
        return validate_answers(questionnaire, outside)
    except AnswerErrors as error:
        sentences = (f"{problem.question}: {problem.message}" for problem in error.problems)
        raise AnswersRefused(*sentences) from error


def load_questionnaire(questions: Path | None) -> Questionnaire:
    """Load this questionnaire, or the instance's own. Exits with messages on errors."""
    path = questions or settings_from({}).questions
    with exit_on_config_errors(path):
        return load(read_questions(path))


def answers_in(file: BinaryIO, questionnaire: Questionnaire, presets: Mapping[str, str]) -> Answers:
    """Return the answers of the file. Exits with messages on errors."""
    return read_answers_file(file, questionnaire, presets).answers


def read_answers_file(
    file: BinaryIO, questionnaire: Questionnaire, presets: Mapping[str, str], today: str = ""
) -> ImportedAnswers:
    """Return the answers of the file, with the time and the code of a report that carries them.

    So has an export of one submission. Plain answers have no code, and are of the day `today`. Exits with
    messages on errors.
    """
    content = file.read()
    if _is_record(content):
        return read_record(file.name, content, questionnaire)
    try:
        found = _object(content.decode("utf-8-sig"))
        if is_export(found):
            return parse_export(found, questionnaire, stored_questionnaire_of)
        return ImportedAnswers(_validated(questionnaire, {**presets, **found}), day=today)
    except UnicodeDecodeError:
        exit_with([f"{file.name}: this is not UTF-8 text"], BAD_INPUT)
    except (AnswersRefused, RecordRefused) as error:
        exit_with((f"{file.name}: {sentence}" for sentence in error.sentences), BAD_INPUT)


def _is_record(content: bytes) -> bool:
    """Return whether it is a PDF or a FHIR resource: plain answers have no resourceType."""
    if PDF_SIGN in content[:SIGN_WITHIN]:
        return True
    try:
        found = parse_json(content.decode("utf-8-sig"))
    except ValueError:
        return False
    return isinstance(found, dict) and "resourceType" in found


def read_record(name: str, content: bytes, questionnaire: Questionnaire) -> ImportedAnswers:
    """Return the record in the content of the file `name`. Exits with messages on errors."""
    try:
        with RecordReader() as reader:
            imported = parse_record(reader.read(content), questionnaire, stored_questionnaire_of)
    except RecordRefused as error:
        exit_with((f"{name}: {sentence}" for sentence in error.sentences), BAD_INPUT)
    if not imported.is_finished:
        click.echo(f"{name}: {UNFINISHED}", err=True)
    return imported


def stored_questionnaire_of(digest: str) -> Questionnaire:
    """Load a questionnaire that this instance asks in some language, or has stored. Raise LookupError."""
    from webapp.cli.instance import store_to_read  # noqa: PLC0415  the storage comes along

    settings = settings_from({})
    if served := load_served(None).with_digest(digest):
        return served
    if not is_there(settings.key_file):
        raise LookupError(digest)
    with store_to_read(settings.instance) as store:
        text = store.questionnaires.get(digest)
    if text is None:
        raise LookupError(digest)
    return load(text)


def derived_reference(answers: Answers) -> str:
    """Return a reference code that depends on the answers alone: nothing is stored that could issue one."""
    from webapp.storage import new_reference  # noqa: PLC0415

    content = json.dumps([answers.questionnaire.digest, answers.to_json()])
    return new_reference(lambda size: sha256(content.encode()).digest()[:size])


def _object(text: str) -> dict[str, object]:
    try:
        found = parse_json(text)
    except ValueError as error:
        raise AnswersRefused(str(error)) from error
    if not isinstance(found, dict):
        raise AnswersRefused('answers are one JSON object, such as {"age_years": 41, "sex": "female"}')
    return found
