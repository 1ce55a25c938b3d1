"""`gutfactors serve` and `gutfactors purge`."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.address import address_of, bound_socket
from webapp.cli.ending import ended_as_by_ctrl_c
from webapp.cli.instance import instance_option, opened_store, store_explained
from webapp.cli.memory import give_memory_back
from webapp.cli.refusals import explained, settings_of
from webapp.settings import Settings
from webapp.storage import ChainBroken, Store, StoreUnavailable

DAY_SECONDS = 86_400

# A request head is a token, a cookie and what a browser says of itself; a body is a form, with two files.
LARGEST_HEAD = 32 * 1024
LARGEST_BODY = 4 * 1024 * 1024

_log = logging.getLogger("gutfactors")


@click.command()
@click.option("--host", help="Address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=int, help="Default: 8000.")
@instance_option
def serve(host: str | None, port: int | None, instance: Path | None) -> None:
    """Serve the questionnaire until stopped (Ctrl+C)."""
    settings = settings_of({"host": host, "port": port, "instance": instance})
    give_memory_back()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        with ended_as_by_ctrl_c(), explained(settings.questions), ExitStack() as stack:
            _serve(settings, stack)
    except KeyboardInterrupt:
        pass  # stopped before it could listen
    click.echo("Stopped.", err=True)


@click.command()
@instance_option
def purge(instance: Path | None) -> None:
    """Delete what has outlived its term: submissions, drafts, and entries of the audit log."""
    with opened_store(instance) as store:
        gone = store.purge(datetime.now(UTC), "command")
    told = f"drafts {gone.drafts}, submissions {gone.submissions}, audit entries {gone.audit}"
    click.echo(f"Deleted: {told}.")


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
            except (StoreUnavailable, ChainBroken) as error:
                _log.warning("nothing was purged: %s", error)
            if self._stopped.wait(self._pause):
                return


def _serve(settings: Settings, stack: ExitStack) -> None:
    """Open everything, serve, and close it again in turn."""
    from webapp.application import (  # noqa: PLC0415  only serving needs the web
        create_app,
        open_instance_store,
        rehearse,
        stop_prints,
    )
    from webapp.report.pool import RenderPool  # noqa: PLC0415

    with store_explained():
        store = stack.enter_context(closing(open_instance_store(settings)))
        pool = stack.enter_context(RenderPool(settings.render_workers))
        app = create_app(settings, store=store, render_pool=pool)
        rehearse(app, pool)
    stack.callback(stop_prints, app)
    stack.callback(DailyPurge(store).stop)
    _listen(app, settings, store)


def _listen(app: object, settings: Settings, store: Store) -> None:
    from waitress import create_server  # noqa: PLC0415

    server = create_server(
        app,
        sockets=[bound_socket(settings.host, settings.port, "serve")],
        threads=settings.threads,
        ident=None,
        url_scheme="https" if settings.https else "http",
        clear_untrusted_proxy_headers=not settings.proxies,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=LARGEST_BODY + LARGEST_HEAD,  # so that no answers are laid down in temporary files
    )
    with closing(server):
        click.echo(f"Gut Factors is ready. Open {address_of(settings)}")
        _invite_the_first(store, address_of(settings))
        server.run()


def _invite_the_first(store: Store, address: str) -> None:
    """Print a way in, as long as nobody has an account."""
    with store_explained():
        if store.practitioners.all():
            return
        token = store.invitations.invite("set-up", None, datetime.now(UTC))
    click.echo("Nobody can sign in yet. To set up the clinic, open this link within 24 hours; it works once:")
    click.echo(f"{address}set-up/{token}")
