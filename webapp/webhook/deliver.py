"""Delivering one event by HTTP: no redirect is followed, no proxy used, and little of the answer read."""

import json
import ssl
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from webapp.webhook.endpoint import WebhookEndpoint

SECONDS = 10.0
COMPLETED = "submission.completed"


class NotDelivered(Exception):  # noqa: N818  a state of the world, not a mistake
    """The receiver did not take the event. The message says why, without the address."""


def event_body(reference: str, channel: str, submitted_at: datetime) -> bytes:
    """Return an event as JSON: which submission came in, and nothing of what it says."""
    data = {"reference": reference, "channel": channel}
    event = {"type": COMPLETED, "timestamp": submitted_at.isoformat(), "data": data}
    return json.dumps(event, separators=(",", ":")).encode("ascii")


def deliver(endpoint: WebhookEndpoint, event_id: str, body: bytes, now: datetime) -> None:
    """Send an event. Raise NotDelivered unless the receiver answers with a status of 200 to 299."""
    url = urlsplit(endpoint.url)
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = endpoint.headers(event_id, int(now.timestamp()), body)
    try:
        with closing(_connection(url)) as connection:
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
    except (HTTPException, OSError) as error:
        raise NotDelivered(type(error).__name__) from error
    if not 200 <= status < 300:  # noqa: PLR2004  RFC 9110: successful
        raise NotDelivered(f"status {status}")


def _connection(url: Any) -> HTTPConnection:  # noqa: ANN401  the type of urlsplit depends on its argument
    if url.scheme == "https":
        return HTTPSConnection(url.hostname, url.port, timeout=SECONDS, context=ssl.create_default_context())
    return HTTPConnection(url.hostname, url.port, timeout=SECONDS)
