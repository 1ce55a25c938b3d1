"""The desk with 50,000 submissions: each thing that it is asked for, on SQLite and on PostgreSQL.

Prints the median and p95 of the store's answers on both; and of the pages over HTTP, on SQLite, with the
memory of the web worker. `--quick` takes fewer rounds, and 5,000 submissions.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import interleaved
from benchmarks.fifty_thousand import Filling
from benchmarks.pages import Visitor, post, server, token_of
from benchmarks.processes import resident_mib
from tests.storage.postgres import running_server
from webapp.application import create_app
from webapp.settings import Settings
from webapp.storage import DeskPage, DeskQuery, Store, open_store

COUNT = 50_000
NOW = datetime.now(UTC)
NAMES = {"frequent": "maria", "whole": "Uwe O'Neil", "nobody's": "Marjory"}


def main() -> None:
    """SQLite first, then PostgreSQL where its programs are installed."""
    count, rounds = (5_000, 20) if "--quick" in sys.argv else (COUNT, 200)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.for_instance(Path(folder))
        with closing(filled(settings.database_url, settings.key_file, count)) as store:
            measure_store(f"SQLite, {count} submissions: the store", store, count, rounds)
            measure_pages(f"SQLite, {count} submissions: pages over HTTP", store, settings, rounds)
    with suppress(FileNotFoundError), running_server() as postgres, tempfile.TemporaryDirectory() as folder:
        store = filled(postgres.new_database(), Path(folder) / "secret.key", count)
        measure_store(f"PostgreSQL, {count} submissions: the store", store, count, rounds)
        store.close()


def filled(url: str, key_file: Path, count: int) -> Store:
    """Make a store with so many submissions."""
    store = open_store(url, key_file)
    Filling(key_file, count, NOW).write(store, url)
    return store


def measure_store(title: str, store: Store, count: int, rounds: int) -> None:
    """Ask the store for what the desk asks it for."""
    ask, middle = partial(asked, store), asked(store, size=count // 2).rows[-1].reference
    ways: dict[str, Callable[[], object]] = {
        "first page": ask,
        "first page of what is open": partial(ask, states=frozenset({"new", "seen", "printed"})),
        "next page": partial(ask, before=ask().next),
        "a page in the middle": partial(ask, before=ask(size=count // 2).next),
        "by reference": partial(ask, words=middle.lower().replace("-", "")),
        "by a reference's first two": partial(ask, words=middle[:2]),
        "by clinic number": partial(ask, words=f"p {count // 4}"),
        **{f"by a {kind} name": partial(ask, words=name) for kind, name in NAMES.items()},
        "counts": partial(store.desk.counts, NOW),
        "marker": store.desk.change_marker,
        "open one": partial(store.submissions.get, middle, NOW),
        "look at one": partial(store.submissions.view, middle, "practitioner 1", NOW),
    }
    interleaved.show(title, interleaved.take_turns(ways, rounds))


def asked(store: Store, **query: object) -> DeskPage:
    """Load a page of the list."""
    return store.desk.page(DeskQuery(**query), NOW)


def measure_pages(title: str, store: Store, settings: Settings, rounds: int) -> None:
    """Ask a server for the pages, signed in."""
    newest = asked(store).rows[0].reference
    with server("ours", str(settings.instance)) as (port, pid):
        visitor = signed_in(store, settings, port)
        form_token = token_of(visitor.ask("GET", "/desk")[2])
        found = {
            kind: post(visitor, "/desk/search", {"csrf_token": form_token, "words": name})
            for kind, name in {**NAMES, "reference": newest, "number": "p 77"}.items()
        }
        ways: dict[str, Callable[[], object]] = {
            "desk": partial(shown, visitor, "/desk"),
            "desk, all": partial(shown, visitor, "/desk?tab=all"),
            "desk, next page": partial(shown, visitor, f"/desk?tab=all&before={asked(store).next}"),
            **{f"desk, by {kind}": partial(shown, visitor, where) for kind, where in found.items()},
            "desk, any news": partial(shown, visitor, "/desk/news"),
            "desk, rows alone": partial(shown, visitor, "/desk/rows"),
            "a submission": partial(shown, visitor, f"/desk/{newest}"),
            "its visits": partial(shown, visitor, f"/desk/{newest}/visits"),
        }
        interleaved.show(title, interleaved.take_turns(ways, rounds // 2, elsewhere=True))
        print(f"web worker {resident_mib(pid):.0f} MiB")


def signed_in(store: Store, settings: Settings, port: int) -> Visitor:
    """Somebody who may see the desk, without the time that a password takes."""
    app, visitor = create_app(settings, store=store), Visitor(port)
    maria = store.practitioners.create("maria", "Maria", "practitioner", "command", NOW)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = store.sign_ins.create(maria.id, "full", datetime.now(UTC))
    cookie = client.get_cookie("session")
    assert cookie is not None
    visitor.cookies["session"] = cookie.value
    return visitor


def shown(visitor: Visitor, path: str) -> None:
    """Ask for a page; any other answer would measure something else."""
    status, _, text = visitor.ask("GET", path)
    if status != 200:
        sys.exit(f"GET {path} answered {status}: {text[:500]}")


if __name__ == "__main__":
    main()
