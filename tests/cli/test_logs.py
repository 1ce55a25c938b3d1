"""What the server logs: in the form that was chosen, and never an address, which may be a key."""

from __future__ import annotations

import json
import logging
import re
import signal
import socket
import struct
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

from tests.cli.command import free_port, run, serving, small_questions

SECRET = "SECRETKEYOFSOMEBODY"


def lines_of(folder: Path, *, pipelined: bool = False, **settings: str) -> list[str]:
    """What a server says on standard error that was asked for some pages, some of them with keys."""
    port = free_port()
    with serving(folder, port, QUESTIONS=small_questions(folder), **settings) as process:
        for method, path in (("GET", f"/come-back/{SECRET}"), ("GET", f"/no/{SECRET}"), (SECRET, "/")):
            with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
                connection.request(method, path)
                connection.getresponse().read()
        if pipelined:
            _hang_up_in_the_middle(port)
        process.send_signal(signal.SIGTERM)
        return process.communicate(timeout=20)[1].splitlines()


def _hang_up_in_the_middle(port: int) -> None:
    """Ask for many pages at once, and reset the connection: waitress tells of it, with the address."""
    with closing(socket.create_connection(("127.0.0.1", port))) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.sendall(f"GET /come-back/{SECRET} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() * 20)
        sleep(0.05)
    sleep(0.5)


def test_no_line_holds_an_address_even_when_visitors_hang_up(tmp_path: Path) -> None:
    said = lines_of(tmp_path, pipelined=True, ACCESS_LOG="yes", LOG_LEVEL="debug")
    assert not [line for line in said if SECRET in line]
    assert [line for line in said if "gutfactors.access" in line]


def test_the_access_log_tells_patterns_and_json_is_one_object_a_line(tmp_path: Path) -> None:
    said = lines_of(tmp_path, ACCESS_LOG="yes", LOG_FORMAT="json")
    entries = [json.loads(line) for line in said if line.startswith("{")]
    told = [entry["message"].rsplit(" ", 2)[0] for entry in entries if entry["logger"] == "gutfactors.access"]
    assert told == ["GET /come-back/<token> 200", "GET (no page) 404", "(other) (no page) 405"]
    assert all({"time", "level", "logger", "message"} == entry.keys() for entry in entries)


def test_without_the_choice_there_is_no_access_log_and_errors_alone_are_few(tmp_path: Path) -> None:
    said = lines_of(tmp_path, LOG_LEVEL="error")
    assert not [line for line in said if re.match(r"\d{4}-\d\d-\d\d ", line)]


def test_a_command_in_the_process_of_the_tests_leaves_their_log_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.level, [*root.handlers]
    assert run("deliver", "--once", cwd=tmp_path).returncode == 2
    assert (root.level, root.handlers) == before
