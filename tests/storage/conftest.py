from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from tests.storage.furnished_clinic import House, furnished
from tests.storage.postgres import PostgresServer, running_server
from tests.storage.prepared_database import PreparedDatabase, quick_hashes
from webapp.storage import Store, open_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def prepared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], PreparedDatabase]]:
    """A database of each kind that all tests may use in turn."""
    with ExitStack() as stack:

        @cache
        def of(kind: str) -> PreparedDatabase:
            folder = tmp_path_factory.mktemp(kind)
            return stack.enter_context(closing(PreparedDatabase(_empty(kind, folder, request), folder)))

        yield of


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind in turn: an empty one, or the one that `store` is open on."""
    kind: str = request.param
    if "store" in request.fixturenames:
        prepared: Callable[[str], PreparedDatabase] = request.getfixturevalue("prepared")
        return prepared(kind).emptied(tmp_path / "secret.key")
    return _empty(kind, tmp_path, request)


def _empty(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder}/store.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Opens stores on the same key file, as several workers would; closes them at the end."""
    with ExitStack() as stack:

        def open_one(url: str) -> Store:
            store = open_store(url, tmp_path / "secret.key", hashers=quick_hashes())
            stack.callback(store.close)
            return store

        yield open_one


@pytest.fixture
def store(url: str, prepared: Callable[[str], PreparedDatabase], tmp_path: Path) -> Store:
    """A store that nobody used."""
    return prepared(url.partition(":")[0].removesuffix("ql")).store(tmp_path / "secret.key")


@pytest.fixture
def house(opening: Callable[[str], Store], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A clinic on SQLite."""
    first = furnished(tmp_path_factory.getbasetemp() / "furnished")
    copytree(first.folder, tmp_path, dirs_exist_ok=True)
    url, empty = (f"sqlite:///{tmp_path}/{name}.sqlite3" for name in ("store", "empty"))
    return replace(first, store=opening(url), folder=tmp_path, url=url, empty=empty)
