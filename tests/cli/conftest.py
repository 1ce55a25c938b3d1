"""What commands in the process of the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from webapp.cli.answers import answers_file, read
from webapp.exchange.record import RecordReader


@pytest.fixture(scope="session")
def record_reader() -> Iterator[RecordReader]:
    with RecordReader() as reader:
        yield reader


@pytest.fixture(autouse=True)
def shared_reader(record_reader: RecordReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands read files by one reading process. A command that runs apart starts its own."""
    for module in (answers_file, read):
        monkeypatch.setattr(module, "RecordReader", lambda: nullcontext(record_reader))
