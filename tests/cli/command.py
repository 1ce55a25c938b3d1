"""The real command: in this process, or in one of its own."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner

from tests.unit.questionnaire.small import SMALL
from webapp.cli import main

PROJECT = Path(__file__).resolve().parents[2]
GUTFACTORS = [sys.executable, "-c", "from webapp.cli import main; main()"]

AS_IN_A_TERMINAL = ["env", "--default-signal=INT"]
"""Under `nohup`, or in the background of a shell, a process would inherit that Ctrl+C is ignored."""

WARNINGS = "error,ignore:unclosed <socket:ResourceWarning"
"""A server that is stopped does not wait for visitors who are just about to hang up."""


def environment(**settings: str) -> dict[str, str]:
    """Give this process's environment, with these settings and no others."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("GUTFACTORS_")}
    given = {f"GUTFACTORS_{key}": value for key, value in settings.items()}
    return {**others, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": WARNINGS, **given}


Done = subprocess.CompletedProcess[str]
"""How a command ended, and what it said."""


class _Typed(BytesIO):
    """Standard input, under its usual name."""

    name = "<stdin>"


def run(*args: str | Path, typed: str = "", cwd: Path, **settings: str) -> Done:
    """Run the command to its end in this process, which saves a start; what it does not catch is raised."""
    others = {key: None for key in os.environ if key.startswith("GUTFACTORS_")}
    given = {f"GUTFACTORS_{key}": value for key, value in settings.items()}
    with chdir(cwd), _kept_log():
        said = CliRunner(env={**others, **given}).invoke(
            main, [*map(str, args)], input=_Typed(typed.encode()), catch_exceptions=False
        )
    return Done([*map(str, args)], said.exit_code, said.stdout, said.stderr)


@contextmanager
def _kept_log() -> Iterator[None]:
    """Put the log of this process back as all tests share it: servers and workers configure it."""
    root = logging.getLogger()
    level, handlers = root.level, [*root.handlers]
    try:
        yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers


def run_apart(*args: str | Path, typed: str = "", cwd: Path, **settings: str) -> Done:
    """Run the command to its end in a process of its own, as in a shell."""
    return subprocess.run(
        [*GUTFACTORS, *map(str, args)],
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**settings),
        timeout=60,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def small_questions(folder: Path, text: str = SMALL) -> str:
    """Write a small questionnaire, with which a server is ready in half the time, and return its path."""
    path = folder / "small.toml"
    path.write_text(text, "utf-8")
    return str(path)


@contextmanager
def started(*args: str | Path, cwd: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, killed at the end."""
    process = subprocess.Popen(
        [*AS_IN_A_TERMINAL, *GUTFACTORS, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**settings),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def serving(folder: Path, port: int, *args: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A server that is ready."""
    with started("serve", "--port", str(port), *args, cwd=folder, **settings) as process:
        line = line_of(process)
        assert line.startswith("Gut Factors is ready. Open "), process.stderr and process.stderr.read()
        yield process


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line on its standard output, waited for."""
    assert process.stdout is not None
    return process.stdout.readline()
