"""A receiver of events that fails: it is said where the operator and the managers look, and in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from tests.storage.outbox import send
from tests.web.app_factory import made, opened
from tests.web.conftest import CLINIC
from tests.web.fakes import Clock, Printer
from tests.web.staff import app_context_of, signed_in, store_of
from tests.webhook_receiver import SECRET, Received, webhook_receiver
from webapp.cli.webhook_sender import WebhookSender
from webapp.settings import Settings
from webapp.storage.connections.outbox import PAUSES, REPEATED
from webapp.webhook.endpoint import WebhookEndpoint

AGAIN = "It did not take 1 event, though we tried again and again."


@pytest.fixture
def received() -> Iterator[Received]:
    """A receiver that fails as often as an event is tried, and then takes it."""
    with webhook_receiver(*[503] * (len(PAUSES) + 1)) as received:
        yield received


@pytest.fixture
def app(tmp_path: Path, received: Received) -> Iterator[Flask]:
    hook = WebhookEndpoint.parse(f"{received.address}/hook {SECRET}")
    settings = Settings(tmp_path, f"sqlite:///{tmp_path}/x.sqlite3", webhook=hook)
    with closing(opened(settings)) as store:
        yield made(settings, store=store, clinic=CLINIC, render_pool=Printer(), clock=Clock())


def attempts(app: Flask) -> Iterator[int]:
    """Try to deliver what is due, again after each pause; yield the number of each attempt."""
    here = app_context_of(app)
    assert here.settings.webhook
    assert isinstance(here.clock, Clock)
    sender = WebhookSender(here.store, here.settings.webhook, here.clock)
    for number, pause in enumerate((*PAUSES, PAUSES[0]), 1):
        assert sender.send_next(here.clock())
        yield number
        here.clock.now += pause


def problems(app: Flask) -> str:
    return " ".join(app.test_client().get("/health").get_json()["problems"])


def test_a_receiver_that_fails_again_and_again_is_said_until_its_events_are_gone(app: Flask) -> None:
    send(store_of(app))
    for number in attempts(app):
        is_failing = REPEATED <= number <= len(PAUSES)
        assert ("receiver again and again took no event: 1 wait" in problems(app)) == is_failing
        assert (AGAIN in signed_in(app, "manager", "ada").open("/settings/programs").text) == is_failing


def test_a_receiver_that_takes_events_again_is_no_problem(app: Flask, received: Received) -> None:
    send(store_of(app))
    for number in attempts(app):
        if number == REPEATED:
            assert "took no event" in problems(app)
            received.statuses.clear()
        if number > REPEATED:
            assert "took no event" not in problems(app)
            break


def test_what_no_program_was_told_of_is_found_in_the_log(app: Flask) -> None:
    reference = send(store_of(app))
    assert len(list(attempts(app))) == len(PAUSES) + 1
    page = signed_in(app, "manager", "ada").open("/log")
    assert "The server by itself could not tell another program of answers, and gave up" in page.text
    assert reference in page.text
