"""Levels in words and in blocks, also where they are open."""

from dataclasses import dataclass

from webapp.report.views.ranges import split_remark


@dataclass(frozen=True)
class Gauge:
    """The lowest and highest level that the answers still allow."""

    lowest: int
    highest: int


class Levelled:
    """What has a level in words and in blocks."""

    level: str
    gauge: Gauge

    @property
    def level_alone(self) -> str:
        """Return the level without the reason in parentheses why it is open."""
        return split_remark(self.level)[0] if self.is_open else self.level

    @property
    def remark(self) -> str:
        """Return why the level is open, such as "some answers are missing"; "" where it is sure."""
        return split_remark(self.level)[1] if self.is_open else ""

    @property
    def is_open(self) -> bool:
        return self.gauge.lowest != self.gauge.highest
