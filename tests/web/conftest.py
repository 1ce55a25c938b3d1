"""An application with the real questionnaire and a real store, and devices to visit it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.house import Clock, MakeApp, Printer, quick, staffed
from webapp import create_app
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import open_store


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Make one of other parts: clinic, clock, render_pool, questions, https. Nobody works there.

    With `live` the clinic is what a manager makes of it.
    """
    stores = []

    def make(
        *, https: bool = False, clinic: Clinic | None = None, live: bool = False, **parts: object
    ) -> Flask:
        settings = Settings(instance=tmp_path, database_url=f"sqlite:///{tmp_path}/web.sqlite3", https=https)
        store = open_store(settings.database_url, settings.key_file)
        stores.append(store)
        given: dict[str, object] = {"clock": Clock(), "render_pool": Printer(), "store": store, **parts}
        fixed = None if live else clinic or Clinic(region="CA")
        return quick(create_app(settings, clinic=fixed, **given))  # type: ignore[arg-type]

    yield make
    for store in stores:
        store.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of a clinic in which somebody works."""
    folder = tmp_path_factory.mktemp("instance")
    settings = Settings.for_instance(folder)
    store = open_store(settings.database_url, settings.key_file)
    clinic = Clinic(name="Riverside", contact=("12 River Road",), region="CA", asks_self_harm=True)
    app = create_app(settings, store=store, clinic=clinic, render_pool=Printer(), clock=Clock())
    yield staffed(quick(app))
    store.close()


@pytest.fixture
def device(app: Flask) -> Device:
    """A device that nobody used before."""
    return Device(app)
