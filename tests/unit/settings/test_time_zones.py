"""Names of time zones: which are known, what is suggested for others, and in which one a machine stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from webapp.clinic import Clinic
from webapp.settings import Settings, parse_time_zone, place_time_zones
from webapp.settings.time_zones import machine_time_zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/Vancouver", "America/Vancouver"),
        ("america/vancouver", "America/Vancouver"),
        (" America/New York ", "America/New_York"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("US/Pacific", "US/Pacific"),
    ],
)
def test_a_zone_is_known_whatever_its_capitals(typed: str, zone: str) -> None:
    assert parse_time_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Vancouver", "did you mean America/Vancouver?"),
        ("new york", "did you mean America/New_York?"),
        ("America/Vancuver", "did you mean America/Vancouver?"),
        ("London", "did you mean Europe/London?"),
        ("PST", "write a name such as America/Vancouver or Europe/London"),
        ("GMT+1", "write a name such as America/Vancouver or Europe/London"),
        ("", "write a name such as"),
        ("../../etc/passwd", "write a name such as"),
        ("localtime", "write a name such as"),
    ],
)
def test_another_is_refused_with_what_was_meant(typed: str, hint: str) -> None:
    with pytest.raises(ValueError, match="is no time zone that we know") as refused:
        parse_time_zone(typed)
    assert hint in str(refused.value)


def test_the_zones_to_choose_from_are_named_after_places() -> None:
    assert {"America/Toronto", "Pacific/Auckland", "Europe/Dublin"} < set(place_time_zones())
    assert not any(zone.startswith(("Etc/", "posix", "US/")) for zone in place_time_zones())


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("Pacific/Auckland", "Pacific/Auckland"),
        (":America/Toronto", "America/Toronto"),
        ("/usr/share/zoneinfo/Europe/Dublin", "Europe/Dublin"),
        ("Etc/UTC", "UTC"),
        ("PST8PDT,M3.2.0,M11.1.0", "UTC"),
    ],
)
def test_a_machine_says_its_zone_in_its_environment(told: str, zone: str) -> None:
    assert machine_time_zone({"TZ": told}, Path("/nowhere")) == zone


def test_or_in_the_link_that_systems_have(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to(tmp_path / "zoneinfo" / "America" / "Vancouver")
    assert machine_time_zone({}, link) == "America/Vancouver"
    assert machine_time_zone({"TZ": "Europe/Paris"}, link) == "Europe/Paris"
    assert machine_time_zone({}, tmp_path / "none") == "UTC"


def test_a_clinic_that_names_no_zone_is_in_that_of_its_server(tmp_path: Path) -> None:
    settings = replace(Settings.for_instance(tmp_path), time_zone="Pacific/Auckland")
    assert settings.with_time_zone(Clinic()).timezone == "Pacific/Auckland"
    assert settings.with_time_zone(Clinic(timezone="Europe/Rome")).timezone == "Europe/Rome"
    assert Settings.from_environment({"TZ": "Europe/Athens"}).time_zone == "Europe/Athens"
