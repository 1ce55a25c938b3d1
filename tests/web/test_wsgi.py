"""The application behind another server, which loads it once and forks its workers afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.cli.command import free_port, small_questions
from tests.project import ROOT
from tests.web.fakes import Printer
from tests.web.staff import signed_in
from tests.web.submissions import send
from webapp.application import create_app
from webapp.settings import Settings
from webapp.storage import open_store

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="gunicorn forks, and /proc tells who made whom"
)

WORKERS = 2
SECONDS = 60
PRINTER = "webapp.report.pool.worker"


def test_workers_that_were_forked_print_by_render_processes_of_their_own(tmp_path: Path) -> None:
    path, cookie = page_to_print(tmp_path)
    with gunicorn(tmp_path) as (server, port):
        with ThreadPoolExecutor(WORKERS * 2) as askers:
            answers = list(askers.map(lambda _: get(port, path, cookie), range(WORKERS * 4)))
        workers = children(server)
        printers = [[child for child in children(worker) if PRINTER in command(child)] for worker in workers]
    assert {(status, body[:5]) for status, body in answers} == {(200, b"%PDF-")}
    assert len(workers) == WORKERS
    assert all(printers), "a worker has no render process"
    assert not set(printers[0]) & set(printers[1])


def page_to_print(folder: Path) -> tuple[str, str]:
    """The address of a sheet of a new instance, and the cookie of somebody who may print it."""
    settings = replace(Settings.for_instance(folder), questions=Path(small_questions(folder)))
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        app = create_app(settings, store=store, render_pool=Printer())
        reference, device = send(app, {"fruit": 3}), signed_in(app)
        cookie = device.client.get_cookie("session")
        assert cookie
        return f"/desk/{reference}/print/practitioner", f"session={cookie.value}"


@contextmanager
def gunicorn(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the instance; give the process that loaded the application, and its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "webapp.wsgi:app", "--preload", "--workers", str(WORKERS)]
    own = {"GUTFACTORS_INSTANCE": str(folder), "GUTFACTORS_QUESTIONS": small_questions(folder)}
    environ = {**os.environ, **own, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=folder, env=environ) as server:
        try:
            wait_for(port)
            yield server.pid, port
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    end = monotonic() + SECONDS
    while monotonic() < end:
        try:
            get(port, "/")
        except OSError:
            sleep(0.1)
        else:
            return
    raise TimeoutError


def get(port: int, path: str, cookie: str = "") -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        return response.status, response.read()


def children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text()
