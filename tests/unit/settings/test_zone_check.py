"""A time zone in which the clinic cannot be is reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from webapp.clinic import Clinic
from webapp.questionnaire.load import load
from webapp.settings import Settings, zone_problem
from webapp.settings.environment import QUESTIONS
from webapp.settings.zone_check import TERRITORIES

SETTINGS = Settings.for_instance(Path("/nowhere"))


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("CA", "America/Vancouver"),
        ("CA", "America/Montreal"),  # a former name
        ("UK", "Europe/London"),
        ("EU", "Indian/Reunion"),
        ("AU_NZ", "NZ"),
        ("", "UTC"),
        ("XX", "Asia/Tokyo"),
        ("CA", ""),
    ],
)
def test_a_zone_of_the_region_is_fine(region: str, zone: str) -> None:
    assert zone_problem(SETTINGS, Clinic(region=region, timezone=zone)) == ""


@pytest.mark.parametrize(("region", "zone"), [("CA", "UTC"), ("CA", "Asia/Tokyo"), ("IE", "Europe/London")])
def test_a_zone_of_another_place_is_reported(region: str, zone: str) -> None:
    said = zone_problem(SETTINGS, Clinic(region=region, timezone=zone))
    assert said.startswith(f"days are counted by the time zone {zone}, which is not in")


def test_a_tz_that_names_no_zone_is_reported_until_the_clinic_has_chosen_one() -> None:
    settings = replace(SETTINGS, unknown_tz="PST8PDT,M3.2.0")
    assert 'TZ is "PST8PDT,M3.2.0"' in zone_problem(settings, settings.with_time_zone(Clinic()))
    assert zone_problem(settings, Clinic(region="CA", timezone="America/Vancouver")) == ""


def test_every_region_of_the_questionnaire_has_its_territories() -> None:
    known = set(load(QUESTIONS.read_text("utf-8")).regions)
    assert known - {"", "OTHER"} == TERRITORIES.keys()
