"""A server says what is wrong with its PostgreSQL: in its log, and on the page /health."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.storage.postgres import running_server
from tests.web.fakes import Clock, Printer
from webapp.application import create_app, look_after
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import open_store

NO_WORKER = "no worker is running: start  gutfactors worker"
NO_STORE = "the store cannot be written or read"


def test_a_queue_without_a_worker_and_a_database_that_is_stopped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running_server() as postgres:  # its own: others keep their connections
        url = postgres.new_database()
        settings = replace(Settings.for_instance(tmp_path), database_url=url, queue=True)
        with closing(open_store(url, settings.key_file)) as store:
            app = create_app(settings, store=store, clinic=Clinic(), render_pool=Printer(), clock=Clock())
            client = app.test_client()
            assert client.get("/health").get_json()["problems"] == [NO_WORKER]
            postgres.stop()
            try:
                response = client.get("/health")
            finally:
                postgres.start()
            assert (response.status_code, response.get_json()["status"]) == (503, NO_STORE)
            look_after(app)
    assert [each for each in caplog.messages if NO_WORKER in each or NO_STORE in each] == [
        f"problem: {NO_WORKER}",
        f"problem: {NO_STORE}",
        f"no longer: {NO_STORE}",
    ]
