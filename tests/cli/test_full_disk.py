"""On a disk that is full, commands end with a sentence, and leave nothing half-written.

No file may grow at all: what a write meets then is what it meets on a full disk.
"""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from tests.cli.command import GUTFACTORS, environment, run
from tests.storage.submissions import submit
from webapp.settings import Settings
from webapp.storage import open_store


def run_on_a_full_disk(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command where no file can be made longer."""
    limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *GUTFACTORS, *args]
    env = environment()
    return subprocess.run(limited, capture_output=True, text=True, cwd=cwd, env=env, timeout=60, check=False)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("keys rotate", 2, "the key file {folder}/secret.key cannot be written: File too large"),
        ("purge --the-clock-is-right", 1, "the database does not answer as it should: "),
        ("backup it.backup", 2, "the backup it.backup cannot be written: File too large"),
        ("kiosk add Window", 1, "the database does not answer as it should: "),
    ],
)
def test_a_command_ends_with_a_sentence_and_leaves_nothing(
    tmp_path: Path, command: str, code: int, said: str
) -> None:
    settings = Settings.for_instance(tmp_path / "instance")
    settings.instance.mkdir(mode=0o700)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        submit(store)
        before = sorted(path.name for path in tmp_path.rglob("*"))
        done = run_on_a_full_disk(*command.split(), cwd=tmp_path)
        assert (done.returncode, done.stdout) == (code, "")
        assert done.stderr.splitlines()[-1].startswith(said.format(folder=settings.instance))
        assert "Traceback" not in done.stderr
        assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_backup_is_checked_without_a_copy_of_the_key_or_the_tables_in_any_folder(tmp_path: Path) -> None:
    settings, passing = Settings.for_instance(tmp_path / "instance"), tmp_path / "passing"
    settings.instance.mkdir(mode=0o700)
    passing.mkdir()
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        for _ in range(300):
            submit(store)
    env = environment() | {"TMPDIR": str(passing)}
    assert run("backup", "it.backup", "--with-key", cwd=tmp_path).returncode == 0
    checking = [*GUTFACTORS, "backup", "it.backup", "--check", "--instance", "elsewhere"]
    with subprocess.Popen(checking, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=env) as process:
        seen, there = set[Path](), set[Path]()
        while process.poll() is None:  # SQLite's own file has a name for an instant; what stays counts
            before, there = there, set(passing.rglob("*"))
            seen |= before & there
            sleep(0.002)
        assert process.stdout is not None
        assert "it.backup can be restored." in process.stdout.read()
    assert (process.returncode, seen) == (0, set())
    assert not (tmp_path / "elsewhere").exists()
