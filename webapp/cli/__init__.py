"""The `gutfactors` command. Each command is loaded when it is called, and loads no more than it needs."""

import os
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from traceback import walk_tb
from typing import Any

import click

from webapp.extras import how_to_install
from webapp.instance_files import AccessDenied, closed_folder, why_denied

COMMANDS = {
    "serve": "serve",
    "check": "author.check",
    "cases": "author.cases",
    "explain": "author.explain",
    "schema": "author.schema",
    "simulate": "author.simulate",
    "codebook": "author.codebook",
    "references": "author.references",
    "preview": "author.preview",
    "diff": "author.diff",
    "languages": "author.languages",
    "assess": "answers.assess",
    "report": "answers.assess",
    "batch": "batch",
    "export": "answers.export",
    "import": "answers.import_fhir",
    "read": "answers.read",
    "compare": "answers.read",
    "paper": "paper",
    "worker": "worker",
    "deliver": "deliver",
    "doctor": "doctor",
    "health": "health",
    "purge": "purge",
    "backup": "backup",
    "restore": "backup",
    "practitioner": "practitioner",
    "kiosk": "kiosk",
    "audit": "audit",
    "keys": "keys",
}
"""The module of each command. The function has the name of its command, with "_" after a Python keyword."""


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"webapp.cli.{COMMANDS[cmd_name]}"), name)
        assert isinstance(command, click.Command)  # noqa: S101  for the type checker
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  click's own
        """Run the command, or exit with a message.

        An extra is missing, this account may not use a file, or standard output is closed.
        """
        try:
            return super().main(*args, **kwargs)
        except ModuleNotFoundError as error:
            remedy = how_to_install(error)
            if not remedy:
                raise
            click.echo(remedy, err=True)
            raise SystemExit(1) from None
        except AccessDenied as denied:
            click.echo(str(denied), err=True)
            raise SystemExit(2) from None
        except OSError as error:
            if isinstance(error, PermissionError) and isinstance(error.filename, str):
                click.echo(_denied(Path(error.filename).absolute()), err=True)
                raise SystemExit(2) from None
            if not _is_of_echo(error):
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python flushes what is left when it exits
            click.echo(f"standard output cannot be written: {error.strerror}", err=True)
            raise SystemExit(1) from None


def _denied(path: Path) -> str:
    """Return what to say of a path that this account may not read, write or make."""
    return why_denied(path) if closed_folder(path) else f"this account may not read or write {path}"


def _is_of_echo(error: OSError) -> bool:
    """Return whether standard output failed, rather than a file."""
    *_, (frame, _line) = walk_tb(error.__traceback__)
    return frame.f_code is click.echo.__code__


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="gut-factors", message="Gut Factors %(version)s")
@click.option(
    "--config",
    metavar="FILE",
    help="File of settings, one GUTFACTORS_NAME=value a line. Default: /etc/gutfactors.env, if there is one.",
)
def main(config: str | None) -> None:
    """Gut Factors: a patient questionnaire, and its report for the naturopath.

    Settings come from GUTFACTORS_ variables and the settings file: see docs/operators.md.

    Exit codes: 0 fine; 1 the questionnaire or this machine needs mending; 2 wrong answers, settings or usage.
    """
