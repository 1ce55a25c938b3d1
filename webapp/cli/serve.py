"""`gutfactors serve` and `gutfactors purge`."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from webapp.cli.memory import give_memory_back
from webapp.cli.refusals import FAULTY, WRONG, explained, refuse, settings_of
from webapp.settings import Settings
from webapp.storage import StorageRefused, Store, StoreUnavailable

DAY_SECONDS = 86_400

# A request head is a token, a cookie and what a browser says of itself; a body is one section's form.
LARGEST_HEAD = 32 * 1024
LARGEST_BODY = 1024 * 1024

_log = logging.getLogger("gutfactors")

_instance = click.option(
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the key, the clinic's file and the database. Default: instance.",
)


@click.command()
@click.option("--host", help="Address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=int, help="Default: 8000.")
@_instance
def serve(host: str | None, port: int | None, instance: Path | None) -> None:
    """Serve the questionnaire until stopped (Ctrl+C)."""
    settings = settings_of({"host": host, "port": port, "instance": instance})
    give_memory_back()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, _stop)
    try:
        with explained(settings.questions), ExitStack() as stack:
            _serve(settings, stack)
    except KeyboardInterrupt:
        pass  # stopped before it could listen
    click.echo("Stopped.", err=True)


@click.command()
@_instance
def purge(instance: Path | None) -> None:
    """Delete the drafts and submissions that have outlived their term."""
    from webapp.application import open_instance_store  # noqa: PLC0415  the web framework comes along

    settings = settings_of({"instance": instance})
    with explained(), _store_explained(), closing(open_instance_store(settings)) as store:
        gone = store.purge(datetime.now(UTC))
    click.echo(f"Deleted: drafts {gone.drafts}, submissions {gone.submissions}.")


class DailyPurge:
    """A thread that deletes what has outlived its term, at once and then after every pause."""

    def __init__(self, store: Store, pause: float = DAY_SECONDS) -> None:
        self._store = store
        self._pause = pause
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="daily purge", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let a purge that runs come to its end, and start no other."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                gone = self._store.purge(datetime.now(UTC))
                _log.info("purged %d drafts and %d submissions", gone.drafts, gone.submissions)
            except StoreUnavailable as error:
                _log.warning("nothing was purged: %s", error)
            if self._stopped.wait(self._pause):
                return


def _serve(settings: Settings, stack: ExitStack) -> None:
    """Open everything, serve, and close it again in turn."""
    from webapp.application import create_app, open_instance_store  # noqa: PLC0415  only serving needs the web
    from webapp.report.pool import RenderPool  # noqa: PLC0415

    with _store_explained():
        store = stack.enter_context(closing(open_instance_store(settings)))
        pool = stack.enter_context(RenderPool(settings.render_workers))
        app = create_app(settings, store=store, render_pool=pool)
    stack.callback(DailyPurge(store).stop)
    _listen(app, settings)


@contextmanager
def _store_explained() -> Iterator[None]:
    """Tell in a sentence why there is no store."""
    try:
        yield
    except StorageRefused as error:
        refuse([str(error)], WRONG)
    except StoreUnavailable as error:
        refuse([str(error)], FAULTY)


def _listen(app: object, settings: Settings) -> None:
    from waitress import create_server  # noqa: PLC0415

    server = create_server(
        app,
        sockets=[_bound_socket(settings.host, settings.port)],
        threads=settings.threads,
        ident=None,
        url_scheme="https" if settings.https else "http",
        clear_untrusted_proxy_headers=not settings.proxies,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=LARGEST_BODY,
    )
    with closing(server):
        click.echo(f"Gut Factors is ready. Open {_address(settings)}")
        server.run()


def _bound_socket(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        refuse([f"cannot listen on {host}, port {port}: {error.strerror}. {_OTHER_PORT}"], WRONG)


_OTHER_PORT = "Is it running already? Another port: gutfactors serve --port 8001"


def _address(settings: Settings) -> str:
    """What to type in a browser: on this machine, or what patients use."""
    names = [host for host in settings.trusted_hosts if not host.startswith(".")]
    if settings.https and names:
        return f"https://{names[0]}/"
    # No page is served under a bare IPv6 address: Werkzeug trusts names and IPv4 addresses only.
    own = "localhost" if settings.host == "::1" else settings.host
    host = own if own in settings.trusted_hosts or not names else names[0]
    return f"http://{host}:{settings.port}/"


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
