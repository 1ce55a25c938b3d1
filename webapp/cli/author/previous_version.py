"""Another version of a questionnaire to compare with: a file, or a commit of git."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with
from webapp.questionnaire.encoding import decode
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.problems import QuestionnaireErrors


def tables_of(path: Path) -> Mapping[str, Any]:
    """Read the file as tables, even if it would not load."""
    try:
        return _tables(path.read_bytes(), str(path))
    except OSError as error:
        exit_with([f"{path} cannot be read: {error.strerror}"], BAD_INPUT)


def committed(path: Path, commit: str) -> Mapping[str, Any]:
    """Read the file as it was at a commit."""
    place = f"{commit}:./{path.name}"
    done = subprocess.run(
        ["git", "-C", str(path.absolute().parent), "show", "--end-of-options", place],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        exit_with([f"git cannot show {place}: {reason}"], BAD_INPUT)
    return _tables(done.stdout, place)


def _tables(content: bytes, name: str) -> Mapping[str, Any]:
    try:
        text = decode(content)
        return parse_toml(text.removeprefix("\ufeff").replace("\r\n", "\n")).data
    except QuestionnaireErrors as error:
        exit_with((problem.sentence(name) for problem in error.problems), FAILURE)
