"""Delivering one event by HTTP: no redirect is followed, no proxy used, and little of the answer read."""

import json
import ssl
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from webapp.time_limit import time_limit
from webapp.webhook.endpoint import WebhookEndpoint

COMPLETED = "submission.completed"


class NotDelivered(Exception):  # noqa: N818  a state of the world, not a mistake
    """The receiver did not take the event. The message says why, without the address."""


def event_body(reference: str, channel: str, submitted_at: datetime) -> bytes:
    """Return an event as JSON: which submission came in, and nothing of what it says."""
    data = {"reference": reference, "channel": channel}
    event = {"type": COMPLETED, "timestamp": submitted_at.isoformat(), "data": data}
    return json.dumps(event, separators=(",", ":")).encode("ascii")


def deliver(endpoint: WebhookEndpoint, event_id: str, body: bytes, now: datetime, seconds: float) -> None:
    """Send an event. Raise NotDelivered unless the receiver answers with a status of 200 to 299.

    All of that has so many `seconds`, however slowly the receiver reads and answers.
    """
    headers = endpoint.headers(event_id, int(now.timestamp()), body)
    try:
        status = _post(urlsplit(endpoint.url), body, headers, seconds)
    except (HTTPException, OSError, ValueError) as error:  # ValueError: an address that cannot be sent
        raise NotDelivered(type(error).__name__) from error
    if not 200 <= status < 300:  # noqa: PLR2004  RFC 9110: successful
        raise NotDelivered(f"status {status}")


def _post(url: SplitResult, body: bytes, headers: Mapping[str, str], seconds: float) -> int:
    """Return the status of the answer."""
    deadline = monotonic() + seconds
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    with closing(_connection(url, seconds)) as connection:
        connection.connect()  # takes some time, and more where a name has several addresses
        with time_limit(connection.sock, deadline - monotonic()) as is_late:
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        if is_late.is_set():  # half an answer does not count
            raise TimeoutError
        return status


def _connection(url: SplitResult, seconds: float) -> HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "https":
        return HTTPSConnection(host, url.port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, url.port, timeout=seconds)
