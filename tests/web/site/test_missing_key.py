"""A server without the key that another server seals with says so, on pages of its own, until it has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from flask import Flask

from tests.storage.prepared_database import quick_hashes
from tests.web.desk.test_damaged_rows import damage
from tests.web.device import Device
from tests.web.fakes import NOON, Clock, MakeApp
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import send
from webapp.clinic import Clinic, Policy
from webapp.storage import Store, open_store
from webapp.storage.tables import clinic_settings
from webapp.web.kit.error_handlers import handle_error
from webapp.web.kit.response_headers import RETRY_SECONDS

PAGES = ("/", "/come-back", "/nowhere", "/section/about_you", "/desk", "/sign-in", "/settings", "/kiosk")


@pytest.fixture
def other(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """The store of another server, with a copy of the key file of its own."""
    key_file = tmp_path_factory.mktemp("other") / "secret.key"
    copy(tmp_path / "secret.key", key_file)
    url = f"sqlite:///{tmp_path}/gutfactors.sqlite3"
    with closing(open_store(url, key_file, hashers=quick_hashes())) as store:
        yield store, key_file


@pytest.fixture
def here(make_app: MakeApp, clock: Clock) -> Device:
    """A manager at a server whose clinic has settings and answers."""
    app = make_app(live=True, clock=clock)
    settings = app_context_of(app).store.clinic_settings
    assert settings.save_clinic(Clinic(name="Elm"), 0, "command", NOON)
    assert settings.save_policy(Policy(), settings.policy_version, "command", NOON)
    device = signed_in(app, "manager", "fay")
    send(app)
    return device


@pytest.fixture
def clock() -> Clock:
    return Clock()


def statuses(device: Device) -> dict[str, int]:
    return {page: device.open(page).status for page in PAGES}


def test_every_page_is_ours_and_health_names_the_key_until_it_is_copied(
    here: Device, other: tuple[Store, Path], clock: Clock, tmp_path: Path
) -> None:
    before = statuses(here)
    store, key_file = other
    new = store.keys.rotate("command", NOON).key_id
    clock.put_on(seconds=6)
    for url in PAGES:
        page = here.open(url)
        assert (page.status, page.h1) == (503, ["We cannot answer just now"]), url
    style = next(link["href"] for link in page.all("link") if link["rel"] == "stylesheet")
    assert here.client.get(style).status_code == 200
    health = here.client.get("/health")
    assert health.status_code == 503
    status = health.get_json()["status"]
    assert f"sealed with key {new}, which {tmp_path / 'secret.key'} lacks: copy this file from" in status
    copy(key_file, tmp_path / "secret.key")
    assert statuses(here) == before


def test_a_key_file_that_cannot_be_used_is_named_as_such(
    here: Device, other: tuple[Store, Path], clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, key_file = other
    store.keys.rotate("command", NOON)
    clock.put_on(seconds=6)
    copy(key_file, tmp_path / "secret.key")
    (tmp_path / "secret.key").chmod(0o644)
    assert here.open("/settings").status == 503
    assert here.client.get("/health").status_code == 503
    assert "the data are sealed with key" in caplog.text
    assert f"the key file {tmp_path}/secret.key can be read by others: run  chmod 600" in caplog.text
    assert "lacks" not in caplog.text
    (tmp_path / "secret.key").chmod(0o600)
    assert here.open("/settings").status == 200


@pytest.mark.parametrize("seconds", [0, 6], ids=["settings known", "settings read again"])
def test_what_handles_damaged_rows_answers_as_the_application_does_where_a_key_is_missing(
    here: Device, other: tuple[Store, Path], clock: Clock, seconds: int, caplog: pytest.LogCaptureFixture
) -> None:
    reference = send(here.app)
    token = store_of(here.app).api_tokens.create("Jane", ["answers", "report"], "practitioner 1", clock())
    note, plan = (here.open(f"/desk/{reference}{path}").forms for path in ("", "/plan"))
    other[0].keys.rotate("command", NOON)
    clock.put_on(seconds=seconds)
    for path in ("", "/report.pdf", "/answers.json", "/answers.fhir.json"):
        headers = {"Authorization": f"Bearer {token}"}
        answer = here.client.get(f"/api/submissions/{reference}{path}", headers=headers)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, str(RETRY_SECONDS)), path
        assert answer.get_json() == {"error": "the server cannot answer just now"}
    for path in ("", "/delete", "/visits", "/person", "/ask-again", "/plan"):
        answer = here.client.get(f"/desk/{reference}{path}")
        assert answer.status_code == 503, path
    for forms, name, typed in ((note, "note", "call back"), (plan, "other_tests", "ferritin")):
        form = next(each for each in forms if name in each.sends)
        page = here.send(form, {name: typed})
        assert page.status == 503
        assert typed in str(page.forms), "what was typed is not lost"
    assert "Traceback" not in caplog.text


def test_no_handler_of_a_blueprint_hides_one_of_the_application(app: Flask) -> None:
    of_app = app.error_handler_spec[None][None]
    hiding = [
        (bp, kind, narrower)
        for bp, by_code in app.error_handler_spec.items()
        for kind, handler in by_code[None].items()
        for narrower in of_app
        if bp and narrower is not kind and issubclass(narrower, kind) and narrower not in by_code[None]
        if handler.__module__ != handle_error.__module__
    ]
    assert hiding == []


def test_a_server_with_the_key_that_waits_goes_on_and_seals_with_it_once_another_does(
    here: Device, other: tuple[Store, Path], clock: Clock, tmp_path: Path
) -> None:
    before = statuses(here)
    store, key_file = other
    new = store.keys.add_waiting()
    assert statuses(here) == before, "nothing is sealed with it yet"
    copy(key_file, tmp_path / "secret.key")
    assert store.keys.rotate("command", NOON).key_id == new
    clock.put_on(seconds=6)
    assert statuses(here) == before
    reference = send(here.app)
    assert store.submissions.get(reference, clock()) is not None
    assert not store.keys.retire("command", NOON).is_refused, "all is sealed with the new key"
    assert here.open(f"/desk/{reference}").status == 200


def test_damaged_settings_turn_visitors_away_on_a_page_of_ours_and_health_says_why(
    here: Device, clock: Clock
) -> None:
    damage(here.app, clinic_settings, "sealed", name="clinic")
    clock.put_on(seconds=6)
    page = here.open("/")
    assert (page.status, page.h1) == (500, ["Sorry, something went wrong"])
    health = here.client.get("/health")
    assert health.status_code == 503
    assert health.get_json()["status"].startswith("no page can be shown: the clinic's settings are damaged (")
