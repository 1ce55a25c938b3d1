"""Delivering the events that wait in the outbox to another program of the clinic."""

import logging
from collections.abc import Callable
from datetime import datetime

from webapp.cli.clock import utc_now
from webapp.cli.outbox_thread import LastingWarning
from webapp.storage import EVENT_TIMEOUT, Store, SubmissionEvent
from webapp.webhook.deliver import NotDelivered, deliver, event_body
from webapp.webhook.endpoint import WebhookEndpoint

_log = logging.getLogger("gutfactors")


class WebhookSender:
    """Delivers one event at a time. `clock` dates what happens while a receiver is slow to answer."""

    what = "events"

    def __init__(
        self, store: Store, endpoint: WebhookEndpoint, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._store = store
        self._endpoint = endpoint
        self._clock = clock
        self._warning = LastingWarning("the webhook's receiver takes events again")

    def send_next(self, now: datetime) -> bool:
        """Deliver the event that is due. Return whether there was one."""
        event = self._store.outbox.take(now)
        if event:
            self._deliver(event, now)
        return event is not None

    def _deliver(self, event: SubmissionEvent, now: datetime) -> None:
        body = event_body(event.reference, event.channel, event.submitted_at)
        try:
            deliver(self._endpoint, event.id, body, now, EVENT_TIMEOUT.total_seconds())
        except NotDelivered as problem:
            if self._store.outbox.failed(event, self._clock()):
                self._warning.begin(
                    f"the webhook's receiver does not take events: {problem}; they are sent again later"
                )
            else:
                _log.error("event %s was given up after its last attempt: %s", event.id, problem)
            return
        self._store.outbox.delivered(event)
        self._warning.end()
