"""`gutfactors worker` and `batch --queue` say why there can be no queue."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import run


@pytest.mark.parametrize("args", [("worker",), ("batch", "answers.csv", "-o", "out", "--queue")])
def test_without_postgresql_there_are_no_workers(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "answers.csv").write_text("age_years\n41\n")
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert not list(tmp_path.glob("instance/*.sqlite3"))
    assert done.stderr.endswith("a queue needs PostgreSQL: set GUTFACTORS_DATABASE_URL\n")
