"""Whether the time zone that all days are counted by can be right."""

from collections.abc import Mapping
from typing import cast

from babel.core import get_global

from webapp.clinic import Clinic
from webapp.settings.environment import Settings

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK GF GP MQ RE YT"

TERRITORIES: Mapping[str, frozenset[str]] = {
    "AU_NZ": frozenset({"AU", "NZ"}),
    "CA": frozenset({"CA"}),
    "EU": frozenset(EU.split()),
    "IE": frozenset({"IE"}),
    "UK": frozenset({"GB"}),
    "US": frozenset({"US"}),
}
"""The territories (ISO 3166) of our regions; a region that is not here may have any time zone."""


def zone_problem(settings: Settings, clinic: Clinic) -> str:
    """Return why the days of this clinic are counted by a wrong clock; "" if they seem right."""
    if settings.unknown_tz and clinic.timezone == settings.time_zone:
        return f'TZ is "{settings.unknown_tz}", which names no zone: write TZ=Europe/London, or the like'
    home = TERRITORIES.get(clinic.region)
    if home is None or not clinic.timezone or _territory(clinic.timezone) in home:
        return ""
    return (
        f"days are counted by the time zone {clinic.timezone}, which is not in the clinic's region "
        f"({clinic.region}): choose the clinic's under Settings, or in clinic.toml"
    )


def _territory(zone: str) -> str:
    """Return the territory of a zone, also under a former name; "" for zones of no place, such as UTC."""
    aliases, territories = get_global("zone_aliases"), get_global("zone_territories")
    return cast("str", territories.get(aliases.get(zone, zone), ""))
