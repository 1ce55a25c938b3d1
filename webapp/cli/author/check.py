"""`gutfactors check`: everything that is wrong with a questionnaire, or worth a look."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from webapp.cli.answers.output import write_json
from webapp.cli.author.check_output import as_json, as_lines
from webapp.cli.author.previous_version import committed, tables_of
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with, settings_from
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.settings import SettingsError, read_questions
from webapp.workbench.checking import Findings, find_all

_toml = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_toml, required=False)
@click.option("--since", type=_toml, metavar="OLD", help="Look for changes since OLD without a new version.")
@click.option("--since-commit", metavar="REF", help="The same, since this commit of git, such as HEAD.")
@click.option("--strict", is_flag=True, help="End with exit code 1 for warnings, too.")
@click.option("--json", "wants_json", is_flag=True, help="Tell it as JSON, for other programs.")
def check(
    file: Path | None,
    *,
    since: Path | None,
    since_commit: str | None,
    strict: bool,
    wants_json: bool,
) -> None:
    """Look through the questionnaire FILE, and list every error and warning with its line.

    Errors must be mended: nobody can serve such a file. Warnings are worth a look. Without FILE: the
    questionnaire of this instance.

    Exit codes: 0 no errors; 1 errors (with --strict: or warnings); 2 wrong usage.
    """
    path = file or settings_from({}).questions
    earlier = committed(path, since_commit) if since_commit else since and tables_of(since)
    found = _findings(path, earlier or None)
    if wants_json:
        write_json(None, as_json(path, found))
    else:
        click.echo("\n".join(as_lines(path, found)))
    raise SystemExit(FAILURE if found.errors or (strict and found.warnings) else 0)


def _findings(path: Path, earlier: Mapping[str, Any] | None) -> Findings:
    try:
        return find_all(read_questions(path), since=earlier)
    except SettingsError as error:
        exit_with(error.problems, BAD_INPUT)
    except QuestionnaireErrors as error:  # it is not UTF-8
        return Findings(errors=error.problems)
