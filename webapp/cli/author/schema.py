"""`gutfactors schema`: the JSON Schema of a questionnaire, for editors."""

from pathlib import Path

import click

from webapp.cli.answers.output import output_option, write_json
from webapp.project_files import project_file
from webapp.workbench.schema import schema as made

PAGE = project_file("docs/questions.md")


@click.command()
@output_option
def schema(output: Path | None) -> None:
    """Write the JSON Schema of questions.toml, by which editors complete and check while you type."""
    write_json(output, made(PAGE.read_text(encoding="utf-8")), private=False)
