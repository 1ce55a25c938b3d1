"""Exit codes, and messages on standard error for a command that cannot do what was asked."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.settings import Settings, SettingsError

FAILURE = 1  # the questionnaire or this machine is faulty
BAD_INPUT = 2  # Answers, settings or arguments are wrong. Click uses this code for arguments, too.


def exit_with(sentences: Iterable[str], code: int) -> NoReturn:
    """Print the sentences on standard error, one a line, and exit."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    raise SystemExit(code)


@contextmanager
def exit_on_config_errors(questions: Path | None = None) -> Iterator[None]:
    """Exit with messages on SettingsError or QuestionnaireErrors (of the file `questions`)."""
    try:
        yield
    except SettingsError as error:
        exit_with(error.problems, BAD_INPUT)
    except QuestionnaireErrors as error:
        exit_with((problem.sentence(str(questions)) for problem in error.problems), FAILURE)


def settings_from(options: Mapping[str, object]) -> Settings:
    """Read the environment and the settings file; options of the command, by name, take precedence."""
    with exit_on_config_errors():
        return Settings.load(environment_with(options))


def environment_with(options: Mapping[str, object]) -> dict[str, str]:
    """Return the environment with options of this command, and `--config`, as variables."""
    context = click.get_current_context(silent=True)
    config = context.find_root().params.get("config") if context else None
    given = {"config": config, **options}
    named = {f"GUTFACTORS_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    return {**os.environ, **named}
