"""`gutfactors deliver`: sends mail and events where `gutfactors serve` does not run."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.exit_codes import BAD_INPUT, exit_with, settings_from
from webapp.cli.instance import existing_store, instance_option
from webapp.cli.mail_sender import MailSender
from webapp.cli.outbox_thread import OutboxThread, Sender
from webapp.cli.signals import sigterm_as_ctrl_c
from webapp.cli.webhook_sender import WebhookSender
from webapp.settings import Settings
from webapp.settings.logs import configure_logging
from webapp.storage import Store

NOTHING_SET = "there is nothing to send by: set GUTFACTORS_SMTP_URL or GUTFACTORS_WEBHOOK"


@click.command()
@instance_option
@click.option("--once", is_flag=True, help="Try what is due now, and end: for cron.")
def deliver(instance: Path | None, once: bool) -> None:
    """Send mail and events that wait, until stopped (Ctrl+C).

    `gutfactors serve` does so by itself. Beside another WSGI server run this, once for each machine at most.
    """
    settings = settings_from({"instance": instance})
    configure_logging(settings)
    with existing_store(instance) as store:
        senders = tuple(senders_of(settings, store))
        if not senders:
            exit_with([NOTHING_SET], BAD_INPUT)
        if once:
            _send_all(senders)
        else:
            _run(senders)


def senders_of(settings: Settings, store: Store) -> Iterator[Sender]:
    """Yield a sender for each way that is set."""
    if settings.mail_server:
        yield MailSender(store, settings.mail_server)
    if settings.webhook:
        yield WebhookSender(store, settings.webhook)


def _send_all(senders: tuple[Sender, ...]) -> None:
    """Try everything that is due now; what fails waits for its pause."""
    for sender in senders:
        while sender.send_next(datetime.now(UTC)):
            pass


def _run(senders: tuple[Sender, ...]) -> None:
    with sigterm_as_ctrl_c(), ExitStack() as stack, suppress(KeyboardInterrupt):
        for sender in senders:
            stack.callback(OutboxThread(sender).stop)
        click.echo("Sending what waits.")
        threading.Event().wait()
    click.echo("Stopped.", err=True)
