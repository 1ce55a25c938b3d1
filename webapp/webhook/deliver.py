"""Delivering one event by HTTP: no redirect is followed, no proxy used, and little of the answer read."""

import json
import ssl
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from time import monotonic
from typing import Any, cast
from urllib.parse import urlsplit

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
    url, deadline = urlsplit(endpoint.url), monotonic() + seconds
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    headers = endpoint.headers(event_id, int(now.timestamp()), body)
    try:
        with closing(_connection(url, seconds)) as connection:
            connection.connect()
            answer = _Answer(connection.sock, deadline)
            answer.limit_time()  # connecting took some, and more where a name has several addresses
            connection.request("POST", path, body, headers)
            status = answer.status()
    except (HTTPException, OSError) as error:
        raise NotDelivered(type(error).__name__) from error
    if not 200 <= status < 300:  # noqa: PLR2004  RFC 9110: successful
        raise NotDelivered(f"status {status}")


class _Answer(RawIOBase):
    """What comes back on a connection until a deadline. Each wait gets the time that is left."""

    def __init__(self, sock: socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def limit_time(self) -> None:
        """Let the next wait on the connection end at the deadline. Raise TimeoutError after it."""
        left = self._deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  what RawIOBase takes
        self.limit_time()
        return self._sock.recv_into(buffer)

    def makefile(self, _mode: str) -> BufferedReader:
        """Return the file that HTTPResponse reads, as a socket does."""
        return BufferedReader(self)

    def status(self) -> int:
        with closing(HTTPResponse(cast("socket", self), method="POST")) as response:
            response.begin()
            return response.status


def _connection(url: Any, seconds: float) -> HTTPConnection:  # noqa: ANN401  the type of urlsplit depends on its argument
    if url.scheme == "https":
        return HTTPSConnection(url.hostname, url.port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(url.hostname, url.port, timeout=seconds)
