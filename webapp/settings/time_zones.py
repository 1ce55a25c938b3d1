"""Time zones by the names that everybody uses for them (IANA), such as America/Vancouver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

UTC = "UTC"
AS_UTC = ("Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu")
"""Other names of it that machines have."""

LOCALTIME = Path("/etc/localtime")
"""Where systems say in which zone they are: a link into the folder of all zones."""

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

AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def parse_time_zone(text: str) -> str:
    """The zone as it is written, whatever its capitals. Raises ValueError, with a suggestion."""
    wanted = _plain(text)
    zone = _by_plain_name().get(wanted)
    if zone:
        return UTC if zone in AS_UTC else zone
    near = _near(wanted)
    hint = f"did you mean {near}?" if near else f"write a name such as {EXAMPLES}"
    raise ValueError(f"“{text[:60]}” is no time zone that we know: {hint}")


def time_zone_examples(region: str) -> tuple[str, ...]:
    """Zones that a clinic may be in: of its region, or of several where that is not known."""
    return EXAMPLES_BY_REGION.get(region, EXAMPLES_ANYWHERE)


@cache
def place_time_zones() -> tuple[str, ...]:
    """The zones that are named after a place, to choose from."""
    return tuple(sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS))


def machine_time_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> str:
    """The zone in which this machine tells the time; UTC where it has no name for it."""
    told = environ.get("TZ", "").removeprefix(":")
    candidates = [told] if told else [str(localtime.resolve())] if localtime.is_symlink() else []
    for name in candidates:
        zone = _by_plain_name().get(_plain(name.rpartition(ZONES_FOLDER)[2]))
        if zone and zone not in AS_UTC:
            return zone
    return UTC


def unknown_tz(environ: Mapping[str, str]) -> str:
    """What TZ says, where that is the name of no zone; "" where it is one, or says nothing."""
    told = environ.get("TZ", "").removeprefix(":")
    return "" if not told or _plain(told.rpartition(ZONES_FOLDER)[2]) in _by_plain_name() else told


def _plain(name: str) -> str:
    return "_".join(name.split()).casefold()


@cache
def _by_plain_name() -> Mapping[str, str]:
    return {_plain(name): name for name in sorted(available_timezones()) if name != "localtime"}


def _near(wanted: str) -> str | None:
    """The zone that was meant, where a city alone was typed, or a letter is wrong."""
    cities = dict(_cities())
    if wanted in cities:
        return cities[wanted]
    named = {_plain(zone): zone for zone in place_time_zones()} | cities
    near = get_close_matches(wanted, named, n=1, cutoff=LEAST_ALIKE)
    return named[near[0]] if near else None


def _cities() -> Iterator[tuple[str, str]]:
    for zone in reversed(place_time_zones()):
        yield _plain(zone.rpartition("/")[2]), zone
