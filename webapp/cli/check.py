"""`gutfactors check`: every error of a questionnaire at once."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli.refusals import FAULTY, WRONG, refuse, settings_of
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import QuestionnaireErrors


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def check(file: Path | None) -> None:
    """Load the questionnaire FILE and tell its errors, each with file and line.

    Without FILE: the one that this instance uses.
    """
    path = file or settings_of({}).questions
    try:
        questionnaire = load(path.read_text(encoding="utf-8"))
    except OSError as error:
        refuse([f"{path} cannot be read: {error.strerror}"], WRONG)
    except UnicodeDecodeError as error:
        click.echo(f"{path}: this is not UTF-8 text: byte {error.start} cannot be read")
        raise SystemExit(FAULTY) from error
    except QuestionnaireErrors as error:
        for problem in error.problems:
            click.echo(problem.sentence(str(path)))
        raise SystemExit(FAULTY) from error
    click.echo(f"{path}: {_summary(questionnaire)}: no errors")


def _summary(questionnaire: Questionnaire) -> str:
    return (
        f"version {questionnaire.version}, {len(questionnaire.questions)} questions, "
        f"{len(questionnaire.measures)} measures, {len(questionnaire.factors)} factors, "
        f"{len(questionnaire.safety)} safety flags"
    )
