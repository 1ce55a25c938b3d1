"""The server on real sockets: slow visitors and large bodies take it neither away nor apart."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from waitress import wasyncore

from tests.cli.command import free_port, serving
from webapp.cli.waitress_server import LIMITS, ServerLimits, create_limited_server
from webapp.web.desk.paper import MOST_UPLOADED, bp

HEAD = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
MANY = 130
"""More than the hundred connections at which waitress would stop by itself."""

Start = Callable[..., object]


def tell_size(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """An application that says how much of the body reached it."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read())).encode()]


@contextmanager
def listening(limits: ServerLimits, on_busy: Callable[[Exception], None] = lambda _: None) -> Iterator[int]:
    """A server in a thread of its own, on a port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_limited_server(tell_size, listener, limits=limits, threads=2, on_busy=on_busy)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(10)
        server.task_dispatcher.shutdown()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def answer(port: int, body: bytes, path: str = "/", **headers: str) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", path, body, headers)
        said = connection.getresponse()
        return said.status, said.read()


def is_closed(one: socket.socket, within: float) -> bool:
    """Whether the server hangs up in time, though it is sent something all the while."""
    deadline = monotonic() + within
    while monotonic() < deadline:
        try:
            one.sendall(b"X-a: b\r\n")
            one.settimeout(0.2)
            if one.recv(1) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_who_dribbles_a_head_is_sent_away_and_others_are_not() -> None:
    with listening(ServerLimits(head_seconds=0.5)) as port, closing(connected(port)) as slow:
        slow.sendall(HEAD)
        assert answer(port, b"12345") == (200, b"5")
        assert is_closed(slow, 10)
        assert answer(port, b"12345") == (200, b"5")


def test_who_dribbles_a_body_is_sent_away() -> None:
    with listening(ServerLimits(head_seconds=0.5)) as port, closing(connected(port)) as slow:
        slow.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        assert is_closed(slow, 10)


def test_who_sends_slowly_but_steadily_is_served() -> None:
    with (
        listening(ServerLimits(head_seconds=0.3, slowest_body=1_000)) as port,
        closing(connected(port)) as steady,
    ):
        steady.sendall(HEAD + b"Content-Length: 3000\r\n\r\n")
        for _ in range(10):
            steady.sendall(b"x" * 300)
            sleep(0.1)
        assert steady.recv(1_000).startswith(b"HTTP/1.1 200 OK")


def test_nobody_takes_longer_than_the_longest_time() -> None:
    limits = ServerLimits(head_seconds=0.3, slowest_body=1, longest_seconds=1)
    with listening(limits) as port, closing(connected(port)) as slow:
        slow.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        assert is_closed(slow, 10)


def test_a_body_that_is_too_large_is_read_and_not_held() -> None:
    with listening(ServerLimits(largest_body=1_000, largest_read=2_000_000)) as port:
        assert answer(port, b"x" * 1_000) == (200, b"1000")
        assert answer(port, b"x" * 1_000_000) == (200, b"0")
        assert answer(port, b"x" * 1_000, Expect="100-continue") == (200, b"1000")
        assert answer(port, b"x" * 1_000) == (200, b"1000")


def test_a_body_without_a_length_is_bounded_too() -> None:
    with listening(ServerLimits(largest_chunked=1_000)) as port:
        for size, status in ((900, b"200"), (2_000, b"413")):
            with closing(connected(port)) as one:
                chunk = f"{size:x}\r\n".encode() + b"x" * size + b"\r\n0\r\n\r\n"
                one.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)
                assert one.recv(1_000).split()[1] == status


@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\r\n"])
def test_bodies_that_never_end_fill_no_more_than_their_room(expect: str) -> None:
    begun = HEAD + f"{expect}Content-Length: 1000\r\n\r\n".encode()
    refused: list[Exception] = []
    with listening(ServerLimits(most_held=2_500), refused.append) as port, ExitStack() as stack:
        stalled = [stack.enter_context(closing(connected(port))) for _ in range(2)]
        for one in stalled:
            one.sendall(begun + b"x")
        deadline = monotonic() + 10
        while answer(port, b"x" * 1_000)[0] != 503:  # until both were read
            assert monotonic() < deadline
        for _ in range(MANY_REFUSED):  # each takes no room, also until its connection is closed
            assert answer(port, b"x" * 1_000)[0] == 503
            assert answer(port, b"x" * 100) == (200, b"100")
        third = stack.enter_context(closing(connected(port)))
        third.sendall(begun)
        assert third.recv(1_000).split()[1] == b"503"
        for one in stalled:
            one.close()
        while answer(port, b"x" * 1_000) != (200, b"1000"):
            assert monotonic() < deadline
    assert {str(each) for each in refused} == {"the bodies of all requests take too much memory"}


MANY_REFUSED = 100


def peak_of(pid: int) -> int:
    """The most memory that this process ever had, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


def test_the_real_server_bears_slow_visitors_and_answers_a_photograph_itself(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as process, ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(closing(connected(port))).sendall(HEAD)
        began = monotonic()
        with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request("GET", "/")
            assert connection.getresponse().read().startswith(b"<!doctype html>")
        assert monotonic() - began < 10
        before = peak_of(process.pid)
        photo = b"--x\r\nContent-Disposition: form-data; name=old; filename=p\r\n\r\n" + b"0" * 10_000_000
        for _ in range(3):
            with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                head = {"Content-Type": "multipart/form-data; boundary=x"}
                connection.request("POST", "/compare", photo + b"\r\n--x--\r\n", head)
                said = connection.getresponse()
                page = said.read().decode()
                assert (said.status, 'href="/compare"' in page) == (413, True)
        assert peak_of(process.pid) - before < 10_000_000


def test_the_server_has_room_for_what_it_allows() -> None:
    two_reports = 3_100_000
    assert LIMITS.largest_body > two_reports
    assert LIMITS.most_held > 10 * two_reports
    assert LIMITS.largest_read > 60_000_000


def test_only_pictures_of_forms_may_be_large_and_they_leave_room_for_others() -> None:
    limits = ServerLimits(largest_body=100, largest_pictures=1_000, most_held=1_600, largest_read=2_000_000)
    pictures = limits.picture_paths[0]
    with listening(limits) as port:
        assert answer(port, b"x" * 700, pictures) == (200, b"700")
        assert answer(port, b"x" * 900, pictures)[0] == 503
        assert answer(port, b"x" * 1_100, pictures) == (200, b"0")
        assert answer(port, b"x" * 700, "/desk/files") == (200, b"0")


def test_the_server_lets_in_what_the_page_for_pictures_does() -> None:
    assert LIMITS.picture_paths == (f"{bp.url_prefix}/read",)
    assert LIMITS.largest_pictures == MOST_UPLOADED
