"""waitress, with limits on slow clients and on the memory that their requests take.

All of this runs in the one thread of waitress that reads from sockets. See docs/decisions/serving.md.
"""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import ModuleType
from typing import Any, Self

from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error, RequestEntityTooLarge

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None

_OTHER_FILES = 200  # open files besides connections: database, render processes, code


@dataclass(frozen=True)
class ServerLimits:
    """Limits on the time and the memory that clients take.

    The head of a request holds a token, cookies and the browser's own headers; a body is a form with at most
    two files, or with pictures of all pages of a form on paper (`picture_paths`), which may take half of
    `most_held`. A larger body is read to its end but not kept, so that the client receives the error page.
    """

    connections: int = 1_000
    idle_seconds: int = 30
    head_seconds: float = 20
    slowest_body: int = 4_000
    """Bytes a second, after `head_seconds`."""
    longest_seconds: float = 600
    largest_head: int = 32 * 1024
    largest_body: int = 4 * 1024 * 1024
    largest_pictures: int = 60 * 1024 * 1024
    picture_paths: tuple[str, ...] = ("/desk/paper/read",)
    largest_read: int = 64 * 1024 * 1024
    largest_chunked: int = 1024 * 1024
    most_held: int = 128 * 1024 * 1024
    """Bytes of all bodies in memory, including those that are still arriving."""


LIMITS = ServerLimits()


class ServerBusy(Exception):  # noqa: N818  a state, not a mistake
    """The server takes no further body at this moment."""


OnBusy = Callable[[Exception], None]


class _BusyError(Error):  # type: ignore[misc]  # waitress ships no types
    code = 503
    reason = "Service Unavailable"


class _Discarded:
    """A body that is too large: counted, not kept."""

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

    def getbuf(self) -> Self:
        return self

    def close(self) -> None:
        return None


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request parser that refuses a body when there is no memory for it."""

    body_rcv: Any  # waitress' own, or _Discarded

    def __init__(
        self, limits: ServerLimits, held: Callable[[], int], on_busy: OnBusy, adjustments: object
    ) -> None:
        super().__init__(adjustments)
        self._limits = limits
        self._held = held
        self._on_busy = on_busy
        self.began = time.monotonic()

    @property
    def holds(self) -> int:
        """Bytes that the body takes once it has arrived; none if it is discarded or refused."""
        if isinstance(self.body_rcv, _Discarded):
            return 0
        return self._limits.largest_chunked if self.chunked else int(self.content_length)

    @property
    def is_too_slow(self) -> bool:
        taken = time.monotonic() - self.began
        for_body = int(self.body_bytes_received) / self._limits.slowest_body
        return taken > min(self._limits.head_seconds + for_body, self._limits.longest_seconds)

    def received(self, data: bytes) -> int:
        is_head = self.body_rcv is None
        taken = int(super().received(data))
        if self.chunked and self.body_bytes_received > self._limits.largest_chunked:
            self._refuse(RequestEntityTooLarge("send it with its length, or less of it"))
        elif is_head and self.body_rcv is not None and not self.completed:
            self._admit()
        return taken

    def _admit(self) -> None:
        """Accept, discard or refuse the body that follows."""
        limits = self._limits
        has_pictures = self.path in limits.picture_paths and self.content_length > limits.largest_body
        most_held = limits.most_held // 2 if has_pictures else limits.most_held
        if self.content_length > (limits.largest_pictures if has_pictures else limits.largest_body):
            self.body_rcv = _Discarded(self.content_length)
        elif self._held() > most_held:  # which counts this request, too
            self._on_busy(ServerBusy("the bodies of all requests take too much memory"))
            self._refuse(_BusyError("Too much is being sent at this moment. Please try again in a minute."))

    def _refuse(self, error: Error) -> None:
        self.error = error
        self.body_rcv = _Discarded(0)
        self.completed = True
        self.expect_continue = False  # or waitress would ask for the rest


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that is closed when its client is too slow."""

    def __init__(
        self,
        limits: ServerLimits,
        on_busy: OnBusy,
        server: Any,  # noqa: ANN401  waitress' own
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(server, *args, **kwargs)
        self.parser_class = partial(_Parser, limits, self._held_by_all, on_busy)

    @property
    def held(self) -> int:
        """Bytes of the bodies of all requests of this connection."""
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
    limits: ServerLimits = LIMITS,
    threads: int = 8,
    on_busy: OnBusy = lambda _: None,
    **adjustments: Any,  # noqa: ANN401  waitress' own
) -> Any:  # noqa: ANN401  waitress ships no types
    """Return a server on this socket. The caller runs and closes it.

    `on_busy` is called with the reason when a request is refused before the application sees it.
    """
    server = create_server(
        app,
        sockets=[listener],
        threads=threads,
        ident=None,
        connection_limit=_connections(limits.connections),
        asyncore_use_poll=True,  # select() knows no file above number 1,024
        channel_timeout=limits.idle_seconds,
        cleanup_interval=min(5, limits.idle_seconds),
        max_request_header_size=limits.largest_head,
        max_request_body_size=limits.largest_read,
        inbuf_overflow=limits.largest_pictures + limits.largest_head,  # no answers in temporary files
        **adjustments,
    )
    server.channel_class = partial(_Channel, limits, on_busy)
    return server


def _connections(wanted: int) -> int:
    """Return the number of connections that the limit of open files allows, raising it where possible."""
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + _OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return min(wanted, max(soft - _OTHER_FILES, soft // 2))
    return wanted
