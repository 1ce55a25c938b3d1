"""The clinic that a manager may change while the server runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.web.fakes import NOON, MakeApp
from tests.web.staff import app_context_of, signed_in
from webapp.clinic import Clinic, Policy
from webapp.storage import StoreUnavailable
from webapp.web.kit.clinic_provider import ClinicProvider


class Settings:
    """Settings of a store that may be down."""

    def __init__(self, clinic: Clinic | None) -> None:
        self.kept = clinic
        self.is_down = False

    def clinic(self, now: datetime) -> Clinic | None:
        if self.is_down:
            raise StoreUnavailable(now)
        return self.kept

    def policy(self, now: datetime) -> Policy:
        self.clinic(now)
        return Policy()


def placed(clinic: Clinic) -> Clinic:
    return replace(clinic, timezone=clinic.timezone or "Pacific/Auckland")


def test_before_anybody_set_it_up_the_clinic_has_no_name() -> None:
    assert ClinicProvider(Settings(None), {"CA"}, placed).current(NOON) == Clinic(timezone="Pacific/Auckland")


def test_a_clinic_without_a_time_zone_has_that_of_its_server() -> None:
    kept = Settings(Clinic(name="Elm"))
    assert ClinicProvider(kept, {}, placed).current(NOON).timezone == "Pacific/Auckland"
    kept.kept = Clinic(name="Elm", timezone="America/Toronto")
    assert ClinicProvider(kept, {}, placed).current(NOON).timezone == "America/Toronto"


def test_while_the_store_is_down_the_clinic_is_as_it_was_last_seen() -> None:
    settings = Settings(Clinic(name="Elm", region="CA"))
    live = ClinicProvider(settings, {"CA"}, placed)
    live.current(NOON)
    settings.is_down = True
    assert live.current(NOON) == placed(Clinic(name="Elm", region="CA"))


def test_a_region_that_the_questionnaire_lost_is_asked_of_each_patient() -> None:
    live = ClinicProvider(Settings(Clinic(name="Elm", region="XX")), {"CA"}, placed)
    assert live.current(NOON) == placed(Clinic(name="Elm"))


def test_a_change_in_another_process_is_seen_after_five_seconds(make_app: MakeApp) -> None:
    one, other = make_app(live=True), make_app(live=True)
    here, there = app_context_of(one), app_context_of(other)
    assert there.clinic.name == ""
    here.store.clinic_settings.save_clinic(Clinic(name="Elm"), 0, "command", NOON)
    assert there.clinic.name == ""
    there.clock.put_on(seconds=5)  # type: ignore[attr-defined]
    assert there.clinic.name == "Elm"


@pytest.mark.parametrize("kept", ["ar", "en"])
def test_the_pages_of_a_clinic_without_a_file_are_in_the_language_of_the_questions(
    make_app: MakeApp, kept: str
) -> None:
    app = make_app(live=True)
    here = app_context_of(app)
    here.store.clinic_settings.save_clinic(Clinic(language=kept), 0, "command", NOON)
    page = signed_in(app).open("/account").all("html")[0]
    assert (page["lang"], page["dir"]) == ("en", "ltr")


def test_a_change_over_a_change_that_nobody_saw_is_not_made(make_app: MakeApp) -> None:
    settings = app_context_of(make_app(live=True)).store.clinic_settings
    assert settings.save_clinic(Clinic(name="Elm"), 0, "command", NOON)
    assert not settings.save_clinic(Clinic(name="Oak"), 0, "command", NOON + timedelta(seconds=1))
