"""The server that listens: waitress, with bounds on slow visitors and on what they make it hold.

Everything here runs in waitress' one thread that reads from sockets. See docs/decisions/serving.md.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import ModuleType
from typing import Any

from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error, RequestEntityTooLarge

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

_OTHER_FILES = 200
"""What the server has open besides its connections: database, render processes, the code."""


@dataclass(frozen=True)
class ServerLimits:
    """How long visitors may take, and how much they may make the server hold.

    A request head is a token, a cookie and what a browser says of itself; a body is a form, with two files.
    A larger body is read to its end, so that the page that refuses it arrives, but not held.
    """

    connections: int = 1_000
    idle_seconds: int = 30
    head_seconds: float = 20
    slowest_body: int = 4_000
    """Bytes a second, once the time for the head is over."""
    longest_seconds: float = 600
    largest_head: int = 32 * 1024
    largest_body: int = 4 * 1024 * 1024
    largest_read: int = 64 * 1024 * 1024
    largest_chunked: int = 1024 * 1024
    most_held: int = 128 * 1024 * 1024
    """Bytes of all bodies that are held at the same time, those that are still coming among them."""


LIMITS = ServerLimits()


class _BusyError(Error):  # type: ignore[misc]  # waitress ships no types
    code = 503
    reason = "Service Unavailable"


class _Discarded:
    """A body that is too large: counted, and not kept."""

    error = None

    def __init__(self, size: int) -> None:
        self._left = size

    @property
    def completed(self) -> bool:
        return not self._left

    def __len__(self) -> int:
        return 0

    def received(self, data: bytes) -> int:
        taken = min(self._left, len(data))
        self._left -= taken
        return taken

    def getfile(self) -> BytesIO:
        return BytesIO()

    def getbuf(self) -> _Discarded:
        return self

    def close(self) -> None:
        return None


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads one request; takes a body only where there is room for it."""

    def __init__(self, bounds: ServerLimits, held: Callable[[], int], adjustments: object) -> None:
        super().__init__(adjustments)
        self._bounds = bounds
        self._held = held
        self.began = time.monotonic()

    @property
    def holds(self) -> int:
        """Bytes of the body that are held, or will be."""
        if self.chunked:
            return self._bounds.largest_chunked
        return 0 if isinstance(self.body_rcv, _Discarded) else int(self.content_length)

    @property
    def is_too_slow(self) -> bool:
        taken = time.monotonic() - self.began
        for_body = int(self.body_bytes_received) / self._bounds.slowest_body
        return taken > min(self._bounds.head_seconds + for_body, self._bounds.longest_seconds)

    def received(self, data: bytes) -> int:
        is_head = self.body_rcv is None
        taken = int(super().received(data))
        if self.chunked and self.body_bytes_received > self._bounds.largest_chunked:
            self._refuse(RequestEntityTooLarge("send it with its length, or less of it"))
        elif is_head and self.body_rcv is not None and not self.completed:
            self._admit()
        return taken

    def _admit(self) -> None:
        """Decide what becomes of the body that is about to come."""
        if self.content_length > self._bounds.largest_body:
            self.body_rcv = _Discarded(self.content_length)
        elif self._held() + self.holds > self._bounds.most_held:
            self._refuse(_BusyError("Too much is being sent at this moment. Please try again in a minute."))

    def _refuse(self, error: Error) -> None:
        self.error = error
        self.completed = True
        self.expect_continue = False  # or waitress would ask for the rest


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One connection; closed where its visitor dribbles."""

    def __init__(self, bounds: ServerLimits, server: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  waitress' own
        super().__init__(server, *args, **kwargs)
        self.parser_class = partial(_Parser, bounds, self._held_by_all)

    @property
    def held(self) -> int:
        """Bytes of the bodies of this connection's requests."""
        return sum(each.holds for each in (*self.requests, self.request) if each is not None)

    def received(self, data: bytes) -> bool:
        is_taken = bool(super().received(data))
        if self.request is not None and self.request.is_too_slow:
            self.will_close = True
        return is_taken

    def _held_by_all(self) -> int:
        return sum(each.held for each in tuple(self.server.active_channels.values()))


def create_limited_server(
    app: object,
    listener: socket.socket,
    *,
    bounds: ServerLimits = LIMITS,
    threads: int = 8,
    https: bool = False,
    proxies: int = 0,
) -> Any:  # noqa: ANN401  waitress ships no types
    """A server on this socket, to be run and closed."""
    server = create_server(
        app,
        sockets=[listener],
        threads=threads,
        ident=None,
        url_scheme="https" if https else "http",
        clear_untrusted_proxy_headers=not proxies,
        connection_limit=_connections(bounds.connections),
        asyncore_use_poll=True,  # the other way knows no file above number 1,024
        channel_timeout=bounds.idle_seconds,
        cleanup_interval=min(5, bounds.idle_seconds),
        max_request_header_size=bounds.largest_head,
        max_request_body_size=bounds.largest_read,
        inbuf_overflow=bounds.largest_body + bounds.largest_head,  # so that no answers are laid down on disk
    )
    server.channel_class = partial(_Channel, bounds)
    return server


def _connections(wanted: int) -> int:
    """So many, or as many as the system lets this process have files open."""
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return min(wanted, max(soft - _OTHER_FILES, soft // 2))
    return wanted
