"""Whom to call, where to go and how drinks are measured, by region."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

REGION_WORDS = (
    "emergency",
    "help_line",
    "urgent_line",
    "emergency_room",
    "doctor",
    "drinks",
    "drink_sizes",
    "sun_season",
    "milk",
)
"""The placeholders that a region fills."""

_PLACEHOLDER = re.compile(rf"\{{({'|'.join(REGION_WORDS)})\}}")


@dataclass(frozen=True)
class Region:
    """The words of one region. `id` is an option of the region question, or "" for an unknown region.

    `emergency` and `help_line` are numbers to call, `urgent_line` is whom to call today, `emergency_room`
    where to go, `doctor` the doctor to see first, `drinks` what drinks are counted in, `drink_sizes`
    what one drink is, `sun_season` when the sun is too weak, `milk` where milk has no added vitamin D.
    All but the first two may be "". `phoned_by` and `phoned_on` (ISO 8601) say who confirmed the numbers
    and when.
    """

    id: str
    emergency: str
    help_line: str
    urgent_line: str = ""
    emergency_room: str = ""
    doctor: str = ""
    drinks: str = ""
    drink_sizes: str = ""
    sun_season: str = ""
    milk: str = ""
    confirmed: bool = False
    phoned_by: str = ""
    phoned_on: str = ""

    @property
    def is_unconfirmed(self) -> bool:
        """Whether there is a number that nobody phoned. Words alone ("your local …") need no call."""
        numbers = self.emergency + self.help_line + self.urgent_line
        return not self.confirmed and any(sign.isdigit() for sign in numbers)

    def fill(self, text: str) -> str:
        """Return the text with the words of this region in place of their placeholders."""
        return _PLACEHOLDER.sub(lambda match: str(getattr(self, match[1])), text).rstrip()


def unconfirmed_regions(regions: Iterable[Region], chosen: str) -> tuple[Region, ...]:
    """Return the chosen region if nobody phoned its numbers; for "" (patients are asked) all such."""
    return tuple(one for one in regions if chosen in ("", one.id) and one.is_unconfirmed)
