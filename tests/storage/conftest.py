from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.storage.postgres import PostgresServer, running_server
from webapp.storage import Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Opens stores on the same key file, as several workers would; closes them at the end."""
    with ExitStack() as stack:

        def open_one(url: str) -> Store:
            store = open_store(url, tmp_path / "secret.key")
            stack.callback(store.close)
            return store

        yield open_one


@pytest.fixture
def store(url: str, opening: Callable[[str], Store]) -> Store:
    return opening(url)
