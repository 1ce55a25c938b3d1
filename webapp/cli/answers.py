"""The file of answers that commands take, and the code under which they tell of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import click

from webapp.assessment import AnswerErrors, Answers, accept
from webapp.cli.json_text import parsed
from webapp.cli.refusals import WRONG, explained, refuse, settings_of
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.settings import read_questions

answers_argument = click.argument("answers", type=click.File("r", encoding="utf-8-sig"))
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


def read_answers(questionnaire: Questionnaire, text: str, presets: Mapping[str, str]) -> Answers:
    """Give the answers of the text; `presets` stand in for questions that it does not name.

    Raises AnswersRefused.
    """
    outside = {**presets, **_object(text)}
    try:
        return accept(questionnaire, outside)
    except AnswerErrors as error:
        raise AnswersRefused(
            *(f"{problem.question}: {problem.message}" for problem in error.problems)
        ) from error


def loaded(questions: Path | None) -> Questionnaire:
    """Load this questionnaire, or the instance's own; what is wrong with it ends the command."""
    path = questions or settings_of({}).questions
    with explained(path):
        return load(read_questions(path))


def answers_in(file: TextIO, questionnaire: Questionnaire, presets: Mapping[str, str]) -> Answers:
    """Give the answers of the file; everything that is wrong with them ends the command."""
    try:
        return read_answers(questionnaire, file.read(), presets)
    except UnicodeDecodeError:
        refuse([f"{file.name}: this is not UTF-8 text"], WRONG)
    except AnswersRefused as error:
        refuse((f"{file.name}: {sentence}" for sentence in error.sentences), WRONG)


def reference_of(answers: Answers) -> str:
    """Nothing is kept here that could hand out a code, so the same answers always have the same one.

    The storage, which knows what a code looks like, is loaded only now: an assessment does without.
    """
    from webapp.storage import new_reference  # noqa: PLC0415

    told = json.dumps([answers.questionnaire.digest, answers.outside()])
    return new_reference(lambda size: sha256(told.encode()).digest()[:size])


def _object(text: str) -> dict[str, object]:
    try:
        found = parsed(text)
    except ValueError as error:
        raise AnswersRefused(str(error)) from error
    if not isinstance(found, dict):
        raise AnswersRefused('answers are one JSON object, such as {"age_years": 41, "sex": "female"}')
    return found
