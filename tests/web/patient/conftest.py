"""A device whose patient may choose a language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pseudo_language import pseudo_translations
from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner


@pytest.fixture
def bilingual(make_app: MakeApp) -> Device:
    """A device of a clinic that reads English and whose patients may choose German."""
    app = make_app(clinic=replace(CLINIC, languages=("de",)), translations=pseudo_translations())
    return Device(with_practitioner(app))
