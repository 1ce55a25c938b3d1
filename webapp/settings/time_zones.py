"""IANA time zones, such as America/Vancouver."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

UTC = "UTC"
AS_UTC = ("Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu")
"""Aliases of UTC that machines use."""

LOCALTIME = Path("/etc/localtime")  # the system's time zone: a link into the zoneinfo folder
ZONES_FOLDER = "zoneinfo/"
EXAMPLES = "America/Vancouver or Europe/London"
LEAST_ALIKE = 0.75

EXAMPLES_BY_REGION: Mapping[str, tuple[str, ...]] = {
    "AU_NZ": ("Australia/Sydney", "Pacific/Auckland"),
    "CA": ("America/Toronto", "America/Vancouver"),
    "EU": ("Europe/Berlin", "Europe/Madrid"),
    "IE": ("Europe/Dublin",),
    "UK": ("Europe/London",),
    "US": ("America/New_York", "America/Los_Angeles"),
}
EXAMPLES_ANYWHERE = ("America/Vancouver", "Europe/London", "Australia/Sydney")

OCEANS = ("Arctic", "Atlantic", "Indian", "Pacific")
AREAS = ("Africa", "America", "Antarctica", "Asia", "Australia", "Europe", *OCEANS)


def parse_time_zone(text: str) -> str:
    """Return the zone in its official spelling. Raise ValueError with a suggestion."""
    wanted = _plain(text)
    zone = _by_plain_name().get(wanted)
    if zone:
        return UTC if zone in AS_UTC else zone
    near = _near(wanted)
    hint = f"did you mean {near}?" if near else f"write a name such as {EXAMPLES}"
    raise ValueError(f"“{text[:60]}” is no time zone that we know: {hint}")


def time_zone_examples(region: str) -> tuple[str, ...]:
    """Return example zones for a region, or for several if it is unknown."""
    return EXAMPLES_BY_REGION.get(region, EXAMPLES_ANYWHERE)


@cache
def place_time_zones() -> tuple[str, ...]:
    """Return the zones that are named after a place, to choose from."""
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS))


def machine_time_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> str:
    """Return the machine's time zone; UTC if its name is unknown."""
    name = environ.get("TZ", "").removeprefix(":")
    candidates = [name] if name else [str(localtime.resolve())] if localtime.is_symlink() else []
    for name in candidates:
        zone = _by_plain_name().get(_plain(name.rpartition(ZONES_FOLDER)[2]))
        if zone and zone not in AS_UTC:
            return zone
    return UTC


def unknown_tz(environ: Mapping[str, str]) -> str:
    """Return the value of TZ if it names no zone; "" otherwise."""
    name = environ.get("TZ", "").removeprefix(":")
    return "" if not name or _plain(name.rpartition(ZONES_FOLDER)[2]) in _by_plain_name() else name


def _plain(name: str) -> str:
    return "_".join(name.split()).casefold()


@cache
def _by_plain_name() -> Mapping[str, str]:
    return {_plain(name): name for name in sorted(available_timezones()) if name != "localtime"}


def _near(wanted: str) -> str | None:
    cities = {_plain(zone.rpartition("/")[2]): zone for zone in reversed(place_time_zones())}
    if wanted in cities:
        return cities[wanted]
    named = {_plain(zone): zone for zone in place_time_zones()} | cities
    near = get_close_matches(wanted, named, n=1, cutoff=LEAST_ALIKE)
    return named[near[0]] if near else None
