"""Files of an instance: found and replaced. What a second account meets: tests/cli/test_accounts.py."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.project import ROOT
from webapp.instance_files import account_name, is_there, replace_file

needs_rights = pytest.mark.skipif(os.name != "posix", reason="file rights are POSIX")


def test_what_is_missing_is_not_there(tmp_path: Path) -> None:
    file, loop = tmp_path / "file", tmp_path / "loop"
    file.touch()
    loop.symlink_to(loop)
    found = [is_there(path) for path in (file, tmp_path, tmp_path / "missing", file / "below", loop)]
    assert found == [True, True, False, False, False]


@needs_rights
def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "file"
    replace_file(file, b"one")
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    replace_file(file, b"two")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"two", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_replaced_stays_and_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "file", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@needs_rights
def test_an_account_without_a_name_is_named_by_its_number() -> None:
    assert account_name(4_000_000_001) == "number 4000000001"


def test_the_key_and_the_note_are_looked_for_as_an_account_that_may_not_enter_needs() -> None:
    """`Path.exists` raises PermissionError there, or returns False, by the version of Python."""
    asked = re.compile(r"key_file\.exists\(\)|CLINIC_FILE\)?\.exists\(\)|KEY_FILE\)?\.exists\(\)")
    assert [path for path in (ROOT / "webapp").rglob("*.py") if asked.search(path.read_text("utf-8"))] == []
