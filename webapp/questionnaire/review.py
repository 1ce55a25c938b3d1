"""When the content was signed off by a clinician, and when it is to be reviewed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Review:
    """The day of a clinician's signature, and the days (ISO 8601) by which the content is reviewed again.

    `urgent_due` is for the messages of tiers 1 and 2, `due` for everything. A draft has no days: "".
    """

    signed_off: str = ""
    due: str = ""
    urgent_due: str = ""

    @property
    def next_due(self) -> str:
        """Return the first of the two days."""
        return min(filter(None, (self.due, self.urgent_due)), default="")

    def is_overdue(self, today: str) -> bool:
        return "" < self.next_due < today
