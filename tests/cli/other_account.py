"""A second account of this machine, which runs commands beside root."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import pytest

from tests.cli.command import GUTFACTORS, PROJECT, environment, free_port

OTHER = "nobody"


def _is_open(folder: Path) -> bool:
    return all(each.stat().st_mode & stat.S_IXOTH for each in (folder, *folder.parents))


def _can_run() -> bool:
    """Whether the other account can run this project, in a folder of temporary files."""
    if os.name != "posix" or os.geteuid() != 0 or not _is_open(Path(gettempdir())) or not _is_open(PROJECT):
        return False
    command = [sys.executable, "-c", "import click, webapp"]
    return (
        subprocess.run(command, cwd=PROJECT, user=OTHER, group=0, extra_groups=[], check=False).returncode
        == 0
    )


needs_other_account = pytest.mark.skipif(
    not _can_run(), reason="only root can run as another account, in a folder that both can enter"
)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that every account can enter, as none below pytest's own is."""
    folder = Path(mkdtemp(prefix="gutfactors-accounts-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def hand_over(path: Path) -> None:
    shutil.chown(path, OTHER, "root")


def run_as_other(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as the other account."""
    return subprocess.run(
        [*GUTFACTORS, *map(str, args)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment(PORT=str(free_port())) | {"PYTHONDONTWRITEBYTECODE": "1"},
        timeout=60,
        check=False,
        user=OTHER,
        group=0,
        extra_groups=[],
    )
