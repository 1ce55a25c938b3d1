"""What a command made, into a file or on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import click

from webapp.cli.refusals import WRONG, refuse

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: standard output.",
)


def write(output: Path, content: bytes) -> None:
    """Write the file; where that cannot be, the command ends."""
    try:
        output.write_bytes(content)
    except OSError as error:
        refuse([f"{output} cannot be written: {error.strerror}"], WRONG)


def write_json(output: Path | None, content: object) -> None:
    """Write it as readable JSON into the file, or on standard output."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    if output:
        write(output, f"{text}\n".encode())
    else:
        click.echo(text)
