"""The file of answers that commands take, and the code under which they tell of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import click

from webapp.assessment import AnswerErrors, Answers, validate_answers
from webapp.cli.exit_codes import BAD_INPUT, exit_on_config_errors, exit_with, settings_from
from webapp.exchange.record import ImportedAnswers, RecordReader, RecordRefused, parse_record
from webapp.exchange.record.build_record import PDF_SIGN, SIGN_WITHIN
from webapp.exchange.record.parse_record import UNFINISHED
from webapp.exchange.strict_json import parse_json
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
    """The text holds no answers to this questionnaire. `sentences` tell everything that is wrong."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def parse_answers(questionnaire: Questionnaire, text: str, presets: Mapping[str, str]) -> Answers:
    """Give the answers of the text; `presets` stand in for questions that it does not name.

    Raises AnswersRefused.
    """
    outside = {**presets, **_object(text)}
    try:
        return validate_answers(questionnaire, outside)
    except AnswerErrors as error:
        raise AnswersRefused(
            *(f"{problem.question}: {problem.message}" for problem in error.problems)
        ) from error


def load_questionnaire(questions: Path | None) -> Questionnaire:
    """Load this questionnaire, or the instance's own; what is wrong with it ends the command."""
    path = questions or settings_from({}).questions
    with exit_on_config_errors(path):
        return load(read_questions(path))


def answers_in(file: BinaryIO, questionnaire: Questionnaire, presets: Mapping[str, str]) -> Answers:
    """Give the answers of the file; everything that is wrong with them ends the command."""
    return read_answers_file(file, questionnaire, presets).answers


def read_answers_file(
    file: BinaryIO, questionnaire: Questionnaire, presets: Mapping[str, str], today: str = ""
) -> ImportedAnswers:
    """The same, with when they were given and under which code, where the file is a report that says so.

    Plain answers say neither: they are of `today`.
    """
    content = file.read()
    if _is_record(content):
        return read_record(file.name, content, questionnaire)
    try:
        return ImportedAnswers(parse_answers(questionnaire, content.decode("utf-8-sig"), presets), day=today)
    except UnicodeDecodeError:
        exit_with([f"{file.name}: this is not UTF-8 text"], BAD_INPUT)
    except AnswersRefused as error:
        exit_with((f"{file.name}: {sentence}" for sentence in error.sentences), BAD_INPUT)


def _is_record(content: bytes) -> bool:
    """Whether it is a PDF, or a resource of FHIR: plain answers have no resourceType."""
    if PDF_SIGN in content[:SIGN_WITHIN]:
        return True
    try:
        found = parse_json(content.decode("utf-8-sig"))
    except ValueError:
        return False
    return isinstance(found, dict) and "resourceType" in found


def read_record(name: str, content: bytes, questionnaire: Questionnaire) -> ImportedAnswers:
    """What the file of this name carries as its record; everything that is wrong with it ends the command."""
    try:
        with RecordReader() as reader:
            told = parse_record(reader.read(content), questionnaire, _stored_questionnaire)
    except RecordRefused as error:
        exit_with((f"{name}: {sentence}" for sentence in error.sentences), BAD_INPUT)
    if not told.is_finished:
        click.echo(f"{name}: {UNFINISHED}", err=True)
    return told


def _stored_questionnaire(digest: str) -> Questionnaire:
    """A questionnaire of which this instance has the text. Raises LookupError."""
    from webapp.cli.instance import existing_store  # noqa: PLC0415  the storage comes along

    settings = settings_from({})
    if not settings.key_file.exists():
        raise LookupError(digest)
    with existing_store(settings.instance) as store:
        text = store.questionnaire_text(digest)
    if text is None:
        raise LookupError(digest)
    return load(text)


def derived_reference(answers: Answers) -> str:
    """Nothing is kept here that could hand out a code, so the same answers always have the same one.

    The storage, which knows what a code looks like, is loaded only now: an assessment does without.
    """
    from webapp.storage import new_reference  # noqa: PLC0415

    told = json.dumps([answers.questionnaire.digest, answers.to_json()])
    return new_reference(lambda size: sha256(told.encode()).digest()[:size])


def _object(text: str) -> dict[str, object]:
    try:
        found = parse_json(text)
    except ValueError as error:
        raise AnswersRefused(str(error)) from error
    if not isinstance(found, dict):
        raise AnswersRefused('answers are one JSON object, such as {"age_years": 41, "sex": "female"}')
    return found
