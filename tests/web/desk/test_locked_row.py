"""On PostgreSQL somebody holds a row: pages say so soon, others go on, and all is well afterwards."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic

from sqlalchemy import text

from tests.storage.postgres import running_server
from tests.web.fakes import Clock, Printer
from tests.web.staff import signed_in
from webapp.application import create_app
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import open_store
from webapp.storage.database import Database


def test_who_needs_a_row_that_is_held_is_told_soon_and_nobody_else_waits(tmp_path: Path) -> None:
    with running_server() as postgres:
        url = postgres.new_database() + "%20-clock_timeout%3D500"
        settings = replace(Settings.for_instance(tmp_path), database_url=url)
        with closing(open_store(url, settings.key_file)) as store, closing(Database(url)) as other:
            app = create_app(
                settings, store=store, clinic=Clinic(region="CA"), clock=Clock(), render_pool=Printer()
            )
            manager = signed_in(app, "manager", "ada")
            manager.open("/settings/policy")
            begun = monotonic()
            with other.writing() as connection:
                connection.execute(text("SELECT * FROM audit_ends FOR UPDATE"))
                assert manager.press("Save").status == 503
                assert app.test_client().get("/health").status_code == 200
                assert app.test_client().get("/").status_code == 200
            assert monotonic() - begun < 5
            manager.open("/settings/policy")
            assert manager.press("Save").status == 200
