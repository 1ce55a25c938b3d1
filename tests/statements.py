"""The statements that a database is asked, and how many transactions write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


@contextmanager
def asked_statements() -> Iterator[list[str]]:
    """Yield a list that grows by each statement of any engine of this process."""
    asked: list[str] = []

    def note(*of: object) -> None:
        asked.append(str(of[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
