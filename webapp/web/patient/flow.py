"""What comes next, and what came before. Pure: no request, no store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil

from webapp.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Place:
    """A page: the endpoint that shows it, and the section that it belongs to ("" for none)."""

    endpoint: str
    section: str = ""


START = Place("start.show")
CHECK = Place("check.show")


@dataclass(frozen=True)
class Path:
    """The way through the questionnaire, for one state of a draft.

    `due` are the questions to ask; `seen` those that were on a page from which the person went on.
    """

    questionnaire: Questionnaire
    due: tuple[str, ...]
    seen: Collection[str]

    def of(self, section: str) -> tuple[str, ...]:
        """The questions of this section that are to be asked, in order."""
        asked = self.questionnaire.section(section).questions
        return tuple(question.id for question in asked if question.id in self.due)

    def pending(self, section: str) -> tuple[str, ...]:
        """Those of them that were not on any page yet."""
        return tuple(question_id for question_id in self.of(section) if question_id not in self.seen)

    def onward(self, section: str) -> Place:
        """Where to go when a page of this section is done: its follow-ups, the next section, or the check."""
        if self.pending(section):
            return Place("sections.more", section)
        later = self._sections[self._sections.index(section) + 1 :]
        return next((Place("sections.show", other) for other in later if self.of(other)), CHECK)

    def returning(self) -> Place:
        """Where to go after one answer was changed: to what that change made due, or to the check."""
        begun = (other for other in self._sections if self.is_begun(other))
        return next((Place("sections.more", other) for other in begun if self.pending(other)), CHECK)

    def resuming(self) -> Place:
        """Where somebody goes on who comes back."""
        open_section = next((other for other in self._sections if self.pending(other)), None)
        if open_section is None:
            return CHECK
        return Place("sections.more" if self.is_begun(open_section) else "sections.show", open_section)

    def back(self, section: str) -> Place:
        """The page before this section."""
        earlier = self._sections[: self._sections.index(section)]
        return self._latest(earlier)

    def last(self) -> Place:
        """The page before the check."""
        return self._latest(self._sections)

    def _latest(self, sections: list[str]) -> Place:
        return next((Place("sections.show", other) for other in reversed(sections) if self.of(other)), START)

    def is_open(self, section: str) -> bool:
        """Whether the section may be shown: the first, which asks for consent, comes before all others."""
        first = self._sections[0]
        return section == first or self.is_begun(first)

    def is_there(self, section: str) -> bool:
        """Whether this section is one of today's, may be shown, and has something to ask."""
        return section in self._sections and self.is_open(section) and bool(self.of(section))

    def is_begun(self, section: str) -> bool:
        """Whether the person went on from a page of this section."""
        return any(question_id in self.seen for question_id in self.of(section))

    @property
    def _sections(self) -> list[str]:
        return [section.id for section in self.questionnaire.sections]


@dataclass(frozen=True)
class Progress:
    """Section `number` of `total`, and the usual time from its first question to the end."""

    number: int
    total: int
    minutes: int


def progress(questionnaire: Questionnaire, section: str) -> Progress:
    """How far this section is; minutes are whole, rounded up."""
    ids = [each.id for each in questionnaire.sections]
    at = ids.index(section)
    rest = sum(each.minutes for each in questionnaire.sections[at:])
    return Progress(at + 1, len(ids), ceil(rest))
