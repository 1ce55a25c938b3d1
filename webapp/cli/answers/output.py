"""Output of commands, to a file or to standard output."""

import errno
import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from webapp.cli.atomic_file import PRIVATE, SHARED, write_atomically
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with

STANDARD_OUTPUT = Path("-")

NO_DASH = "standard output is taken by what the command says: name a file"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # errors of the machine rather than of the path


class OutputFile(click.Path):
    """An output path, checked before the command does its work. "-" is standard output if `dash`."""

    def __init__(self, *, dash: bool = True, endings: Collection[str] = ()) -> None:
        super().__init__(dir_okay=False, allow_dash=dash, path_type=Path)
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  click's own
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path != STANDARD_OUTPUT:
            _refuse_without_folder(path)
            if self.endings and path.suffix not in self.endings:
                self.fail(f"{path} must end in {' or '.join(self.endings)}", param, ctx)
        elif not self.allow_dash:
            self.fail(NO_DASH, param, ctx)
        return path


output_option = click.option(
    "-o", "--output", type=OutputFile(), help="The file to write. Default: standard output."
)
pdf_option = click.option(
    "-o", "--output", required=True, type=OutputFile(), help="The PDF to write; - for standard output."
)


def write(output: Path, content: bytes, *, private: bool = True) -> None:
    """Write the file atomically, or exit with a message.

    A private file (answers) is readable by its owner alone, whatever the umask. Pipes and devices are
    written to directly.
    """
    if output == STANDARD_OUTPUT:
        click.echo(content, nl=False)
        return
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(content)
        else:
            place = output.resolve()
            mode = PRIVATE if private else SHARED
            write_atomically(place, content, mode=mode, as_before=not private)
    except OSError as error:
        code = FAILURE if error.errno in _FULL else BAD_INPUT
        exit_with([f"{output} cannot be written: {error.strerror}"], code)


def write_json(output: Path | None, content: object, *, private: bool = True) -> None:
    """Write indented JSON to the file or to standard output."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    write(output or STANDARD_OUTPUT, f"{text}\n".encode(), private=private)


def _refuse_without_folder(path: Path) -> None:
    if path.exists() and not path.is_file():
        return
    folder = path.resolve().parent
    if not folder.is_dir():
        exit_with([f"{path} cannot be written: there is no folder {path.parent}. Make it first"], BAD_INPUT)
    if not os.access(folder, os.W_OK):
        exit_with([f"{path} cannot be written: this account may not write into {path.parent}"], BAD_INPUT)
