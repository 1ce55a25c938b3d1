"""The queue of servers and workers: procrastinate, in the store's PostgreSQL.

A job holds the id of a part and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.extras import how_to_install
from webapp.storage import Store, StoreUnavailable

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import JobDeferrer

QUEUE = "prints"
TASK = "print a part"


class QueueMissing(Exception):  # noqa: N818  a state of this machine
    """No queue is possible here. The message says what to do."""


class QueueDispatcher:
    """Sends parts to workers. Raise QueueMissing where procrastinate is not installed."""

    def __init__(self, url: str) -> None:
        self._url = libpq_url(url)
        _load()

    def prepare(self, store: Store) -> None:
        """Create the queue's tables, or migrate them. Raise StorageRefused or StoreUnavailable."""
        from procrastinate.schema import SchemaManager  # noqa: PLC0415

        folder = Path(SchemaManager.get_migrations_path())
        steps = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))}
        store.prepare_queue(SchemaManager.get_schema(), steps)

    def send(self, part_ids: Sequence[int]) -> None:
        """Put these parts into the queue. Raise StoreUnavailable."""
        from procrastinate.exceptions import ConnectorException  # noqa: PLC0415

        try:
            with self._app() as app:
                for part_id in part_ids:
                    _defer(app, part_id)
        except ConnectorException as error:
            raise StoreUnavailable(f"the queue does not answer as it should: {error}") from error

    def poke(self) -> None:
        """Do nothing: workers watch the queue."""

    def close(self) -> None:
        """Do nothing: no connection stays open between two `send`."""

    def _app(self) -> App:
        from procrastinate import App, SyncPsycopgConnector  # noqa: PLC0415

        return App(connector=SyncPsycopgConnector(conninfo=self._url, min_size=1, max_size=1)).open()


def _defer(app: App, part_id: int) -> None:
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415

    with suppress(AlreadyEnqueued):
        configure_job(app, part_id).defer(part=part_id)


def configure_job(app: App, part_id: int) -> JobDeferrer:
    """Return the job of a part. At most one waits in the queue; a second run finds nothing to do."""
    name = f"part {part_id}"
    return app.configure_task(TASK, queue=QUEUE, lock=name, queueing_lock=name)


def libpq_url(url: str) -> str:
    """Return the database URL in the form of libpq. Raise QueueMissing."""
    scheme, _, rest = url.partition("://")
    if not scheme.startswith("postgres"):
        raise QueueMissing("a queue needs PostgreSQL: set GUTFACTORS_DATABASE_URL")
    return f"postgresql://{rest}"


def _load() -> None:
    try:
        import procrastinate  # noqa: F401, PLC0415  an extra
    except ImportError as error:
        raise QueueMissing(how_to_install(error)) from error
