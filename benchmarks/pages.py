"""A section page of ours beside a bare Flask + WTForms page of the same fields, asked in turn over HTTP.

Prints the median and p95 of GET and POST, requests a second on one sync worker, the size of the
page and of the first visit, and the memory of the web worker.
"""

from __future__ import annotations

import gzip
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlencode

from benchmarks import interleaved
from benchmarks.processes import resident_mib

KIB = 1024
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
HANDFULS = {"veg_per_day": 2, "fruit_per_day": 1, "wholegrain_per_day": 2, "legumes_per_week": 2}
FIRST = {"consent": "yes", "age_years": 34, "sex": "female", "pregnant": "no", "region": "CA"}


class Visitor:
    """One browser: a kept-alive connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(fields) if fields is not None else None
        self.connection.request(method, path, body, headers | (FORM if body is not None else {}))
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, answer.getheader("Location", ""), answer.read().decode()


def post(visitor: Visitor, path: str, fields: dict[str, object]) -> str:
    """Post, and expect a redirect: a page shown again would measure something else."""
    status, onward, text = visitor.ask("POST", path, fields)
    if status != HTTPStatus.SEE_OTHER:
        sys.exit(f"POST {path} answered {status}: {text[:500]}")
    return onward


@contextmanager
def server(which: str, folder: str) -> Iterator[tuple[int, int]]:
    """Start a server, and yield its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.servers", which, str(port), folder])
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the server did not start")


def token_of(text: str) -> str:
    """Return the CSRF token of the form."""
    found = TOKEN.search(text)
    return found[1] if found else ""


def begin(visitor: Visitor) -> str:
    """Start a questionnaire, answer the first section, and return the CSRF token for later posts."""
    token = token_of(visitor.ask("GET", "/")[2])
    onward = post(visitor, "/start", {"csrf_token": token})
    token = token_of(visitor.ask("GET", onward)[2])
    post(visitor, onward, {"csrf_token": token, "shown": " ".join(FIRST), **FIRST, "do": "continue"})
    return token


def first_visit(visitor: Visitor) -> tuple[int, int]:
    """Bytes of the section page, and of the start page with all that it links to, gzipped."""
    page = visitor.ask("GET", "/section/fibre")[2]
    start = visitor.ask("GET", "/")[2]
    linked = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|svg|png|ico)[^"]*)"', start)
    parts = [start, *(visitor.ask("GET", path)[2] for path in dict.fromkeys(linked))]
    return len(gzip.compress(page.encode())), sum(len(gzip.compress(part.encode())) for part in parts)


def rate(ask: Callable[[], object], seconds: float) -> float:
    """Return requests a second, one after the other."""
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        ask()
        count += 1
    return count / (time.perf_counter() - started)


def measure(ports: Sequence[int], pid: int, rounds: int) -> None:
    """Asks both servers in turn and prints what came of it."""
    ours, bare = Visitor(ports[0]), Visitor(ports[1])
    token = begin(ours)
    fields = {"csrf_token": token, "shown": " ".join(HANDFULS), **HANDFULS, "do": "continue"}
    bare_fields = {"csrf_token": token_of(bare.ask("GET", "/")[2]), **HANDFULS}
    ways: dict[str, Callable[[], object]] = {
        "bare: GET": partial(bare.ask, "GET", "/"),
        "ours: GET": partial(ours.ask, "GET", "/section/fibre"),
        "bare: POST": partial(post, bare, "/", bare_fields),
        "ours: POST": partial(post, ours, "/section/fibre", fields),
    }
    rows = interleaved.take_turns(ways, rounds, elsewhere=True)
    interleaved.show("A section page, asked over HTTP; ratios of wall time", rows)
    for name, way in ways.items():
        print(f"{name:34}{rate(way, 2.0):9.0f} requests a second")
    page, visit = first_visit(ours)
    print(f"section page {page / KIB:.1f} KiB gzipped; first visit {visit / KIB:.1f} KiB in all")
    print(f"web worker {resident_mib(pid):.0f} MiB")


def main() -> None:
    """`--quick` takes fewer rounds."""
    rounds = 100 if "--quick" in sys.argv else 1000
    with (
        tempfile.TemporaryDirectory() as folder,
        server("ours", folder) as ours,
        server("bare", folder) as bare,
    ):
        measure((ours[0], bare[0]), ours[1], rounds)


if __name__ == "__main__":
    main()
