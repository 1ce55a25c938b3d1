"""An application with the real questionnaire and a real store, and devices to visit it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

import pytest
from flask import Flask

from tests.web.app_factory import made, opened
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from webapp.application import Given
from webapp.clinic import Clinic
from webapp.localization.catalogues import TRANSLATIONS
from webapp.settings import Settings

CLINIC = Clinic(region="CA", numbers_phoned="Ann Lee, 1 November 2026")
"""One that patients may use."""


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Make one of other parts: clinic, clock, render_pool, questions, https, translations.

    Nobody works there. With `live` the clinic is what a manager makes of it.
    """
    stores = []

    def make(
        *,
        https: bool = False,
        live: bool = False,
        translations: Path = TRANSLATIONS,
        **parts: Unpack[Given],
    ) -> Flask:
        settings = replace(Settings.for_instance(tmp_path), https=https, translations=translations)
        store = opened(settings)
        stores.append(store)
        given: Given = {"clock": Clock(), "render_pool": Printer(), "store": store, **parts}
        given.setdefault("clinic", None if live else CLINIC)
        return made(settings, **given)

    yield make
    for store in stores:
        store.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of a clinic in which somebody works."""
    settings = Settings.for_instance(tmp_path_factory.mktemp("instance"))
    store = opened(settings)
    clinic = replace(CLINIC, name="Riverside", contact=("12 River Road",), asks_self_harm=True)
    yield with_practitioner(made(settings, store=store, clinic=clinic, render_pool=Printer(), clock=Clock()))
    store.close()


@pytest.fixture
def device(app: Flask) -> Device:
    """A device that nobody used before."""
    return Device(app)
