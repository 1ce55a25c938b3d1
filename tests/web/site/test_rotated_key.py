"""Servers that have the key at different steps of a rotation accept what any of them made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copy

import pytest
from flask import Flask

from tests.storage.prepared_database import quick_hashes
from tests.web.app_factory import opened
from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import NOON, Clock, Printer, cache_templates
from tests.web.staff import is_in, signed_in, store_of
from webapp.application import create_app
from webapp.settings import Settings
from webapp.storage import open_store


@dataclass
class Server:
    """A server with a key file of its own. What it runs is an application that can be restarted."""

    start: Callable[[], Flask]
    key_file: Path
    app: Flask

    def restart(self) -> None:
        self.app = self.start()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers on one database, on machines of their own."""
    settings = Settings.for_instance(tmp_path / "one")
    opened(settings).close()
    (tmp_path / "other").mkdir()
    copy(settings.key_file, tmp_path / "other/secret.key")
    with ExitStack() as stack:

        def server(settings: Settings) -> Server:
            def start() -> Flask:
                store = open_store(settings.database_url, settings.key_file, hashers=quick_hashes())
                stack.callback(store.close)
                app = create_app(settings, store=store, clinic=CLINIC, render_pool=Printer(), clock=Clock())
                return cache_templates(app)

            return Server(start, settings.key_file, start())

        yield server(settings), server(replace(settings, instance=tmp_path / "other"))


def at(server: Server, device: Device) -> Device:
    """The same browser, which the proxy leads to this server from here on."""
    device.app = device.client.application = server.app
    return device


def assert_each_accepts_the_other(servers: tuple[Server, Server], staff: Device) -> None:
    for first, second in (servers, servers[::-1]):
        patient = Device(first.app)
        patient.open("/")
        page = at(second, patient).press("Start")
        assert page.url.startswith("/section/"), page.h1
        at(first, patient).press("Continue")
        at(first, staff).open("/desk")
        at(second, staff).press("Search", {"words": "haddad"})
        assert "haddad" in at(first, staff).open(staff.page.url).value("words")
        assert is_in(at(second, staff))


def test_at_every_step_of_a_rotation_each_server_accepts_what_the_other_made(
    servers: tuple[Server, Server],
) -> None:
    one, other = servers
    staff = signed_in(one.app)
    assert_each_accepts_the_other(servers, staff)
    keys = store_of(one.app).keys
    assert keys.add_waiting()
    assert_each_accepts_the_other(servers, staff)
    copy(one.key_file, other.key_file)
    assert_each_accepts_the_other(servers, staff)
    keys.rotate("command", NOON)
    assert_each_accepts_the_other(servers, staff)
    one.restart()
    assert_each_accepts_the_other(servers, staff)
    other.restart()
    assert b"waiting:" in other.key_file.read_bytes()
    assert_each_accepts_the_other(servers, staff)


def test_of_two_processes_with_one_key_file_either_may_have_started_before_the_rotation(
    servers: tuple[Server, Server],
) -> None:
    one, _ = servers
    started_later = replace(one)
    staff = signed_in(one.app)
    store_of(one.app).keys.rotate("command", NOON)
    started_later.restart()
    assert_each_accepts_the_other((one, started_later), staff)


def test_nothing_is_signed_with_a_key_that_is_retired_elsewhere(servers: tuple[Server, Server]) -> None:
    one, other = servers
    keys = store_of(one.app).keys
    keys.add_waiting()
    copy(one.key_file, other.key_file)
    keys.rotate("command", NOON)
    assert keys.retire("command", NOON).keys == 1
    one.restart()
    patient = Device(other.app)
    patient.open("/")
    assert at(one, patient).press("Start").url.startswith("/section/")


def test_a_session_in_use_is_signed_with_the_newest_key_and_outlives_the_old_one(
    servers: tuple[Server, Server],
) -> None:
    one, _ = servers
    patient, away = Device(one.app), Device(one.app)
    for device in (patient, away):
        device.open("/")
    before = patient.cookie("session")
    keys = store_of(one.app).keys
    keys.rotate("command", NOON)
    patient.open("/")
    assert patient.cookie("session") != before
    assert keys.retire("command", NOON).keys == 1
    assert patient.press("Start").url.startswith("/section/")
    assert away.press("Start").status == 400
