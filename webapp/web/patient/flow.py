"""The steps of the questionnaire: which page comes next, and which came before. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil

from webapp.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Step:
    """A page: its endpoint, and its section id ("" for none)."""

    endpoint: str
    section: str = ""


START = Step("start.show")
CHECK = Step("check_answers.show")


@dataclass(frozen=True)
class DraftPath:
    """The steps of one draft. `due`: questions to ask. `seen`: those on pages left with Continue."""

    questionnaire: Questionnaire
    due: tuple[str, ...]
    seen: Collection[str]

    def due_in(self, section: str) -> tuple[str, ...]:
        asked = self.questionnaire.section(section).questions
        return tuple(question.id for question in asked if question.id in self.due)

    def pending(self, section: str) -> tuple[str, ...]:
        """Return the due questions of a section that were not seen yet."""
        return tuple(question_id for question_id in self.due_in(section) if question_id not in self.seen)

    def next_step(self, section: str) -> Step:
        """Return what follows a page of this section: its follow-ups, the next section, or the check page."""
        if self.pending(section):
            return Step("sections.more", section)
        later = self._sections[self._sections.index(section) + 1 :]
        return next((Step("sections.show", other) for other in later if self.due_in(other)), CHECK)

    def after_change(self) -> Step:
        """Return what follows one changed answer: the first pending follow-ups, or the check page."""
        started = (other for other in self._sections if self.is_started(other))
        return next((Step("sections.more", other) for other in started if self.pending(other)), CHECK)

    def resume(self) -> Step:
        unfinished = next((other for other in self._sections if self.pending(other)), None)
        if unfinished is None:
            return CHECK
        return Step("sections.more" if self.is_started(unfinished) else "sections.show", unfinished)

    def previous_step(self, section: str) -> Step:
        earlier = self._sections[: self._sections.index(section)]
        return self._latest(earlier)

    def last_step(self) -> Step:
        """Return the page before the check page."""
        return self._latest(self._sections)

    def _latest(self, sections: list[str]) -> Step:
        return next((Step("sections.show", one) for one in reversed(sections) if self.due_in(one)), START)

    def is_open(self, section: str) -> bool:
        """Return whether the section may be shown: the first one, which asks for consent, comes before."""
        first = self._sections[0]
        return section == first or self.is_started(first)

    def can_show(self, section: str) -> bool:
        """Return whether the section exists, may be shown and has due questions."""
        return section in self._sections and self.is_open(section) and bool(self.due_in(section))

    def is_started(self, section: str) -> bool:
        """Return whether a page of this section was left with Continue."""
        return any(question_id in self.seen for question_id in self.due_in(section))

    @property
    def _sections(self) -> list[str]:
        return [section.id for section in self.questionnaire.sections]


def askable(
    due: tuple[str, ...], answered: Collection[str], parents: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """Return the due questions that wait for no other due question.

    `answered`: the questions that were on a page; skipped ones too, unless they are required. `parents`:
    `Questionnaire.parents`. Rules count a skipped question as answered, pages must not: "Are you pregnant?"
    waits until sex was asked.
    """
    unanswered = {question_id for question_id in due if question_id not in answered}
    return tuple(question_id for question_id in due if not parents[question_id] & unanswered)


@dataclass(frozen=True)
class Progress:
    """Section `number` of `total`, and the minutes usually needed from its first question to the end."""

    number: int
    total: int
    minutes: int


def progress(questionnaire: Questionnaire, section: str) -> Progress:
    """Return how far this section is; minutes are rounded up."""
    ids = [each.id for each in questionnaire.sections]
    index = ids.index(section)
    remaining = sum(each.minutes for each in questionnaire.sections[index:])
    return Progress(index + 1, len(ids), ceil(remaining))


def follow_up_progress(path: DraftPath, section: str, minutes: float) -> Progress:
    """Return how far this section is among those with questions to ask; `minutes` is for all of them."""
    asked = [each.id for each in path.questionnaire.sections if path.due_in(each.id) or each.id == section]
    index = asked.index(section)
    remaining = sum(len(path.due_in(each)) for each in asked[index:])
    share = remaining / max(len(path.due), 1)
    return Progress(index + 1, len(asked), max(ceil(minutes * share), 1))
