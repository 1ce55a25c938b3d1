from __future__ import annotations

import pytest
from flask import Flask

from tests.web.desk.inviting_clinic import CLINIC
from tests.web.fakes import MakeApp, with_practitioner
from webapp.clinic import Policy


@pytest.fixture
def clinic(make_app: MakeApp) -> Flask:
    """A clinic that wants names."""
    return with_practitioner(make_app(clinic=CLINIC), Policy(asks_person=True, invitation_words="Dear you,"))
