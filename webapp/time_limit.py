"""A limit to the time of a whole conversation with another server, however slowly that one speaks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from socket import SHUT_RDWR, fromfd, socket
from threading import Event, Thread


@contextmanager
def time_limit(sock: socket, seconds: float) -> Iterator[Event]:
    """Shut the connection down after so many seconds, in the middle of a word too, and set the event.

    Raise TimeoutError in place of what a library says of a connection that was shut down.
    """
    is_over, is_late = Event(), Event()
    own = fromfd(sock.fileno(), sock.family, sock.type)  # one that TLS around the other does not change
    Thread(target=_shut_down, args=(own, seconds, is_over, is_late), name="time-limit", daemon=True).start()
    try:
        yield is_late
    except (OSError, HTTPException) as error:
        if is_late.is_set():
            raise TimeoutError from error
        raise
    finally:
        is_over.set()


def _shut_down(sock: socket, seconds: float, is_over: Event, is_late: Event) -> None:
    """Shut a connection down after so many seconds, unless it is over before."""
    with sock:
        if not is_over.wait(seconds):
            is_late.set()
            with suppress(OSError):  # the server was faster
                sock.shutdown(SHUT_RDWR)
