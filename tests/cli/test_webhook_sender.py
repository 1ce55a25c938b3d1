"""The server's thread delivers events: signed, at least once, and known by their id."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.storage.outbox import send
from tests.web.app_factory import opened
from tests.web.fakes import Clock
from tests.webhook_receiver import SECRET, Received, dripping_receiver, webhook_receiver
from webapp.cli.outbox_thread import STOP_SECONDS, OutboxThread
from webapp.cli.webhook_sender import WebhookSender
from webapp.settings import Settings
from webapp.storage import EVENT_TIMEOUT, Store
from webapp.storage.connections.outbox import LEASE
from webapp.webhook.deliver import NotDelivered, deliver
from webapp.webhook.endpoint import WebhookEndpoint

PATIENCE = 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(opened(Settings.for_instance(tmp_path))) as store:
        yield store


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def has_passed(clock: Clock) -> bool:
    """Let some time pass, and return True."""
    clock.put_on(minutes=10)
    return True


def endpoint(received: Received) -> WebhookEndpoint:
    return WebhookEndpoint.parse(f"{received.address}/hook?clinic=elm {SECRET}")


def test_an_event_is_sent_until_it_is_taken_and_says_nothing_of_the_answers(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    clock, reference = Clock(), send(store)
    clock.put_on(days=365)
    with webhook_receiver(500, 307) as received:
        sender = OutboxThread(WebhookSender(store, endpoint(received), clock), clock, pause=0.01)
        until(lambda: has_passed(clock) and len(received.events) == 3)
        until(lambda: store.outbox.count() == 0)
        sender.stop()
    assert len(received.events) == 3
    assert len({event_id for event_id, _ in received.events}) == 1
    event = received.events[0][1]
    assert event["type"] == "submission.completed"
    assert event["data"] == {"reference": reference, "channel": "home"}
    assert event.keys() == {"type", "timestamp", "data"}
    assert [line.partition(":")[2].split(";")[0] for line in caplog.messages if "does not take" in line] == [
        " status 500",
        " status 307",
    ]
    assert caplog.messages[-1] == "the webhook's receiver takes events again"


def test_a_receiver_that_is_away_loses_nothing(store: Store) -> None:
    with webhook_receiver() as received:
        away = endpoint(received)
    clock, _ = Clock(), send(store)
    clock.put_on(days=365)
    sender = OutboxThread(WebhookSender(store, away, clock), clock, pause=0.01)
    until(lambda: store.outbox.take(clock()) is None)
    sender.stop()
    assert store.outbox.count() == 1
    clock.put_on(hours=1)
    with webhook_receiver() as back:
        sender = OutboxThread(WebhookSender(store, endpoint(back), clock), clock, pause=0.01)
        until(lambda: len(back.events) == 1)
        sender.stop()


HANDSHAKE = bytes.fromhex("16 03 03 40 00 02 00 3f fc") + bytes(9999)
ANSWER = b"HTTP/1.1 204 No Content\r\nX-Slow: " + b"-" * 9999
ANSWERS_TO_COME = b"HTTP/1.1 100 Continue\r\n\r\n" * 400


@pytest.mark.parametrize(
    ("scheme", "dripped"), [("http", ANSWER), ("http", ANSWERS_TO_COME), ("https", HANDSHAKE)]
)
def test_an_event_has_a_deadline_however_its_receiver_drips(scheme: str, dripped: bytes) -> None:
    with dripping_receiver(dripped) as port:
        slow = WebhookEndpoint.parse(f"{scheme}://localhost:{port}/ {SECRET}")
        began = time.monotonic()
        with pytest.raises(NotDelivered, match="TimeoutError"):
            deliver(slow, "msg_1", b"{}", datetime.now(UTC), seconds=0.5)
    assert 0.4 < time.monotonic() - began < 2


def test_an_attempt_is_over_before_its_lease_and_before_a_server_that_stops() -> None:
    assert EVENT_TIMEOUT < LEASE / 2
    assert EVENT_TIMEOUT.total_seconds() < STOP_SECONDS


@pytest.mark.parametrize(
    "wrong",
    [
        *("", SECRET, "http://receiver.example/x " + SECRET, "ftp://receiver.example/x " + SECRET),
        *("https://me:secret@receiver.example/x " + SECRET, "https://receiver.example/x"),
        *("https://receiver.example/x whsec_short", "https://receiver.example/x whsec_!"),
        "https://169.254.169.254.nowhere:x/ " + SECRET[6:],
        *(f"https://receiver.example:{port}/x {SECRET}" for port in ("83150", "abc", "0")),
        *(
            f"https://{host}/x {SECRET}"
            for host in ("a..b", ".example", "é.example", "a" * 64, "[::1", "a_.b!")
        ),
        *(f"https://receiver.example/{path} {SECRET}" for path in ("pä", "a\tb", "a\x00")),
    ],
)
def test_events_go_over_https_or_to_this_machine_and_are_signed(wrong: str) -> None:
    for host in ("receiver.example", "receiver.example:8443", "[2001:db8::1]:8443", "192.0.2.7"):
        assert WebhookEndpoint.parse(f"https://{host}/x {SECRET}").secret == bytes(range(32))
    with pytest.raises(ValueError, match="write "):
        WebhookEndpoint.parse(wrong)


@pytest.mark.parametrize("url", ["http://127.0.0.1:83150/", "http://127.0.0.1:9/\xe4", "http://a..b/"])
def test_an_address_that_cannot_be_sent_costs_an_attempt(store: Store, url: str) -> None:
    clock, _ = Clock(), send(store)
    clock.put_on(days=365)
    sender = WebhookSender(store, WebhookEndpoint(url, bytes(32)), clock)
    while store.outbox.count():
        sender.send_next(clock())
        clock.put_on(days=1)
    assert not sender.send_next(clock())


def test_an_error_that_nobody_expected_is_logged_without_its_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = "ann@example.org"

    class FaultySender:
        what = "mails"

        def send_next(self, _now: datetime) -> bool:
            raise KeyError(address)

    thread = OutboxThread(FaultySender(), pause=0.01)
    until(lambda: bool(caplog.messages))
    thread.stop()
    assert caplog.messages[0].startswith("mails wait, and will be tried again: KeyError\n  File ")
    assert address not in caplog.text
