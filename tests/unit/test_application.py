"""Importing a pure package brings no framework along; `create_app` wires what it is given."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from webapp.application import create_app, look_after
from webapp.clinic import Clinic
from webapp.report.views.documents import Printable
from webapp.settings import Settings, SettingsError, find_address, save_address
from webapp.storage import open_store
from webapp.web.kit.app_context import EXTENSION

PROJECT = Path(__file__).resolve().parents[2]
HEAVY = {"flask", "pikepdf", "sqlalchemy", "weasyprint", "wtforms", "alembic"}


class NoPrinter:
    """A renderer for tests that print nothing."""

    def pdf(self, view: Printable) -> bytes:
        raise AssertionError(view)

    def wait_until_idle(self, seconds: float) -> bool:
        return False

    def is_alive(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("webapp", set()),
        ("webapp.questionnaire.load", set()),
        ("webapp.assessment", set()),
        ("webapp.cli.answers.assess", set()),
        ("webapp.application", {"sqlalchemy", "flask", "wtforms"}),
        ("webapp.report.pool.worker", {"weasyprint"}),
    ],
)
def test_a_module_loads_no_more_than_it_needs(module: str, allowed: set[str]) -> None:
    program = f"import {module}, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert HEAVY & set(done.stdout.split()) <= allowed


def test_a_server_takes_its_address_back_when_a_second_one_has_stopped(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        app = create_app(settings, store=store, render_pool=NoPrinter())
        with socket.create_server(("127.0.0.1", 0)) as second:
            save_address(replace(settings, port=second.getsockname()[1]))
        look_after(app)
    assert find_address(settings) == "http://127.0.0.1:8000/"


def test_other_servers_find_the_application_by_its_name(tmp_path: Path) -> None:
    environ = {**os.environ, "GUTFACTORS_INSTANCE": str(tmp_path), "PYTHONPATH": str(PROJECT)}
    program = "from webapp.wsgi import app; print(app.test_client().get('/health').status_code)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout == "200\n"


def test_an_application_is_made_of_the_parts_that_it_is_given(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path / "instance")
    with closing(open_store(f"sqlite:///{tmp_path}/other.sqlite3", tmp_path / "other.key")) as store:
        app = create_app(
            settings,
            store=store,
            clinic=Clinic(name="Riverside"),
            render_pool=NoPrinter(),
            clock=lambda: datetime(2026, 3, 1, tzinfo=UTC),
        )
        page = app.test_client().get("/")
    assert page.status_code == 200
    assert "Riverside" in page.text
    assert not (tmp_path / "instance" / "gutfactors.sqlite3").exists()


def test_no_application_has_a_secret_key_that_a_rotation_would_leave_behind(tmp_path: Path) -> None:
    app = create_app(Settings.for_instance(tmp_path), clinic=Clinic(), render_pool=NoPrinter())
    with closing(app.extensions[EXTENSION].store):
        assert app.secret_key is None
        assert not app.config["SECRET_KEY_FALLBACKS"]


def test_https_makes_the_session_cookie_go_by_nothing_else(tmp_path: Path) -> None:
    environ = {"GUTFACTORS_INSTANCE": str(tmp_path), "GUTFACTORS_TRUSTED_HOSTS": "forms.example.org"}
    settings = Settings.from_environment(environ)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        app = create_app(settings, store=store, render_pool=NoPrinter())
        page = app.test_client().get("/", base_url="https://forms.example.org")
    assert "Secure" in page.headers["Set-Cookie"]
    assert "HttpOnly" in page.headers["Set-Cookie"]


def test_an_error_is_told_to_the_log_without_its_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings, times = Settings.for_instance(tmp_path), iter([datetime(2026, 3, 1, tzinfo=UTC)])
    app = create_app(settings, clinic=Clinic(), render_pool=NoPrinter(), clock=times.__next__)
    with closing(app.extensions[EXTENSION].store):
        assert app.test_client().get("/invitation/who-has-this-gets-in").status_code == 500
    assert "error in GET choose_password.ask" in caplog.text
    assert "who-has-this-gets-in" not in caplog.text


def test_a_region_that_the_questionnaire_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match='region is "ZZ"'):
        create_app(Settings.for_instance(tmp_path), clinic=Clinic(region="ZZ"), render_pool=NoPrinter())


def test_a_questionnaire_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "sqlite://", questions=tmp_path / "nowhere.toml")
    with pytest.raises(SettingsError, match="cannot be read"):
        create_app(settings)
