"""Whom to call, by region."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """Numbers to call in one region. `id` is an option of the region question, or "" for the default."""

    id: str
    emergency: str
    help_line: str
    confirmed: bool = False

    @property
    def is_unconfirmed(self) -> bool:
        """Whether there is a number that nobody phoned. Words alone ("your local …") need no call."""
        return not self.confirmed and any(sign.isdigit() for sign in self.emergency + self.help_line)
