"""The background thread of a server that delivers events to another program of the clinic."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from webapp.storage import Store, StoreUnavailable, SubmissionEvent
from webapp.webhook.deliver import NotDelivered, deliver, event_body
from webapp.webhook.endpoint import WebhookEndpoint

PAUSE_SECONDS = 2.0

_log = logging.getLogger("gutfactors")
_utc_now = partial(datetime.now, UTC)


class WebhookSender:
    """A thread that delivers what waits in the outbox. It survives every exception."""

    def __init__(
        self,
        store: Store,
        endpoint: WebhookEndpoint,
        clock: Callable[[], datetime] = _utc_now,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._pause = pause
        self._said = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="webhook-sender", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait for a running delivery, and start no other."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            if not self._deliver_next():
                self._stopped.wait(self._pause)

    def _deliver_next(self) -> bool:
        """Deliver the event that is due. Return whether there was one."""
        try:
            event = self._store.outbox.take(self._clock())
            if event:
                self._deliver(event)
        except StoreUnavailable as error:
            self._warn(f"events are not delivered, and will be tried again: {error}")
        except Exception:  # noqa: BLE001  without this thread no event would be delivered
            _log.exception("events are not delivered, and will be tried again")
        else:
            return event is not None
        return False

    def _deliver(self, event: SubmissionEvent) -> None:
        body = event_body(event.reference, event.channel, event.submitted_at)
        try:
            deliver(self._endpoint, event.id, body, self._clock())
        except NotDelivered as problem:
            is_kept = self._store.outbox.failed(event, self._clock())
            if is_kept:
                self._warn(
                    f"the webhook's receiver does not take events: {problem}; they are sent again later"
                )
            else:
                _log.error("event %s was given up after its last attempt: %s", event.id, problem)
            return
        self._store.outbox.delivered(event)
        if self._said:
            _log.warning("the webhook's receiver takes events again")
        self._said = ""

    def _warn(self, sentence: str) -> None:
        """Log a warning once while it lasts."""
        if sentence != self._said:
            self._said = sentence
            _log.warning("%s", sentence)
