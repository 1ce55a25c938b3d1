"""`gutfactors serve`."""

import socket
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from webapp.cli.address import listening_socket
from webapp.cli.daily_purge import FIRST_SECONDS, DailyPurge
from webapp.cli.deliver import senders_of
from webapp.cli.exit_codes import exit_on_config_errors, settings_from
from webapp.cli.health_watch import HealthWatch
from webapp.cli.instance import announce_new_instance, exit_on_store_errors, instance_option
from webapp.cli.malloc import return_freed_memory
from webapp.cli.outbox_thread import OutboxThread
from webapp.cli.signals import sigterm_as_ctrl_c
from webapp.instance_files import is_there
from webapp.settings import Settings, browser_address, save_address
from webapp.settings.logs import configure_logging
from webapp.storage import Store


@click.command()
@click.option("--host", help="Address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=int, help="Default: 8000.")
@instance_option
@click.option("--purge-after", type=click.FloatRange(0), default=FIRST_SECONDS, hidden=True)
def serve(host: str | None, port: int | None, instance: Path | None, purge_after: float) -> None:
    """Serve the questionnaire until stopped (Ctrl+C)."""
    settings = settings_from({"host": host, "port": port, "instance": instance})
    return_freed_memory()
    configure_logging(settings)
    try:
        with sigterm_as_ctrl_c(), exit_on_config_errors(settings.questions), ExitStack() as stack:
            _serve(settings, stack, purge_after)
    except KeyboardInterrupt:
        pass  # stopped before it listened
    click.echo("Stopped.", err=True)


def _serve(settings: Settings, stack: ExitStack, purge_after: float) -> None:
    from webapp.application import (  # noqa: PLC0415  only here
        create_app,
        look_after,
        open_instance_store,
        serve_metrics,
        stop_prints,
    )
    from webapp.report.pool.pool import RenderPool  # noqa: PLC0415
    from webapp.web.kit.app_context import context_of  # noqa: PLC0415

    # First of all: the process that has this port already may be serving this instance.
    listener = stack.enter_context(closing(listening_socket(settings.host, settings.port, "serve")))
    is_new = not is_there(settings.key_file)
    with exit_on_store_errors():
        store = stack.enter_context(closing(open_instance_store(settings)))
        store.refuse_clock_far_behind(datetime.now(UTC))
        pool = stack.enter_context(RenderPool(settings.render_workers))
        app = create_app(settings, store=store, render_pool=pool)
    if is_new:
        announce_new_instance(settings)
    stack.callback(stop_prints, app)
    count_quarters = context_of(app).quarter_counter.count_missing
    stack.callback(DailyPurge(store, count_quarters=count_quarters, first=purge_after).stop)
    for sender in senders_of(settings, store):
        stack.callback(OutboxThread(sender).stop)
    stack.callback(serve_metrics(app))
    stack.callback(HealthWatch(partial(look_after, app)).stop)
    _listen(app, settings, store, listener, context_of(app).outage_log.record)


def _listen(
    app: object,
    settings: Settings,
    store: Store,
    listener: socket.socket,
    on_busy: Callable[[Exception], None],
) -> None:
    from webapp.cli.waitress_server import create_limited_server  # noqa: PLC0415  only serving needs it

    server = create_limited_server(
        app,
        listener,
        threads=settings.threads,
        on_busy=on_busy,
        url_scheme="https" if settings.https else "http",
        clear_untrusted_proxy_headers=not settings.proxies,
    )
    save_address(settings)
    with closing(server):
        click.echo(f"Gut Factors is ready. Open {browser_address(settings)}")
        _print_set_up_link(store, browser_address(settings))
        _hint_at_https(settings)
        server.run()


def _hint_at_https(settings: Settings) -> None:
    """Print a hint where cookies need https and no proxy is configured that provides it."""
    if settings.https and not settings.proxies:
        plain = browser_address(replace(settings, https=False))
        click.echo(
            "Cookies go by https only, which a proxy in front speaks (docs/operators.md). Is there none? "
            f"Then set GUTFACTORS_HTTPS=no, and use {plain}"
        )


def _print_set_up_link(store: Store, address: str) -> None:
    with exit_on_store_errors():
        if store.practitioners.list():
            return
        token = store.one_time_links.create("set-up", None, datetime.now(UTC))
    click.echo("Nobody can sign in yet. To set up the clinic, open this link within 24 hours; it works once:")
    click.echo(f"{address}set-up/{token}")
