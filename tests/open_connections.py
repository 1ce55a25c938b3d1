"""Connections to SQLite that were opened in this process and not closed, and the tests that opened them."""

from __future__ import annotations

import os
import sqlite3
import sys


class OpenConnections:
    """Keeps each connection until it is closed: the garbage collector would close it, sooner or later."""

    def __init__(self) -> None:
        self._open: list[tuple[sqlite3.Connection, str]] = []
        sys.addaudithook(self._note)

    def opened_by(self) -> list[str]:
        """Return the tests in which what is still open was opened."""
        self._open = [each for each in self._open if not is_closed(each[0])]
        return sorted({test for _, test in self._open})

    def _note(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "sqlite3.connect/handle":
            (connection,) = arguments
            assert isinstance(connection, sqlite3.Connection)
            self._open.append((connection, os.environ.get("PYTEST_CURRENT_TEST", "")))


def is_closed(connection: sqlite3.Connection) -> bool:
    """Return whether a connection is closed, from any thread."""
    try:
        return connection.total_changes < 0
    except sqlite3.ProgrammingError:
        return True
