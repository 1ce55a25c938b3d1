"""The real command in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
GUTFACTORS = [sys.executable, "-c", "from webapp.cli import main; main()"]


def environment(**settings: str) -> dict[str, str]:
    """Give this process's environment, with these settings and no others."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("GUTFACTORS_")}
    given = {f"GUTFACTORS_{key}": value for key, value in settings.items()}
    return {**others, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "error", **given}


def run(*args: str | Path, typed: str = "", cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
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


@contextmanager
def serving(folder: Path, port: int, *args: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A server that said that it is ready; ended at the end, whatever happened."""
    process = subprocess.Popen(
        [*GUTFACTORS, "serve", "--port", str(port), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment(**settings),
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Gut Factors is ready. Open "), process.stderr and process.stderr.read()
            yield process
        finally:
            process.kill()
