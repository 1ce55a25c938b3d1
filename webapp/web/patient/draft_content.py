"""What a draft holds, as the pages have it and as the store keeps it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from webapp.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Finished:
    """That the answers were finished and not sent: when, and which questionnaire they answer.

    `is_taken`: the report was downloaded.
    """

    at: datetime
    digest: str
    is_taken: bool = False

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Finished:
        """Read it. Drafts of an earlier release do not say whether the report was taken."""
        at = datetime.fromisoformat(content["at"])
        return cls(at, content["digest"], content.get("is_taken", False))

    def content(self) -> dict[str, Any]:
        return {"at": self.at.isoformat(), "digest": self.digest, "is_taken": self.is_taken}


@dataclass(frozen=True)
class Left:
    """The questions page on which somebody left; `then` is what follows it, as `onward.At` has it."""

    section: str
    is_more: bool
    then: str


@dataclass(frozen=True)
class Filled:
    """What a draft holds: what was typed, by question, and where the person stands.

    `more` are the follow-ups that were last asked, by section; `noted` the safety flags that were shown;
    `sentence` the words to come back with, once there are some; `finished` stands until an answer changes;
    `unsent` are questions with something typed on a page from which nobody went on yet; `left` is the page
    to come back to; `looked_at` marks the answers with which the person went on from the check; `person` is
    what they typed of themselves to send along, and did not send yet.
    """

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    noted: tuple[str, ...] = ()
    sentence: str = ""
    finished: Finished | None = None
    unsent: frozenset[str] = frozenset()
    left: Left | None = None
    looked_at: str = ""
    person: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Filled:
        """Read a draft's content. Drafts of an earlier release lack what is asked for by `get`."""
        finished, left = content.get("finished"), content.get("left")
        return cls(
            _tuples(content["typed"]),
            _tuples(content["more"]),
            tuple(content["noted"]),
            content["sentence"],
            Finished.of(finished) if finished else None,
            frozenset(content.get("unsent", ())),
            Left(**left) if left else None,
            content.get("looked_at", ""),
            content.get("person", {}),
        )

    def content(self) -> dict[str, Any]:
        """The draft's content as the store keeps it."""
        return {
            "typed": self.typed,
            "more": self.more,
            "noted": self.noted,
            "sentence": self.sentence,
            "finished": self.finished.content() if self.finished else None,
            "unsent": sorted(self.unsent),
            "left": asdict(self.left) if self.left else None,
            "looked_at": self.looked_at,
            "person": self.person,
        }

    @property
    def seen(self) -> frozenset[str]:
        """The questions of the pages from which the person went on: answered, or skipped."""
        return frozenset(self.typed) - self.unsent

    def finished_at(self, questionnaire: Questionnaire) -> datetime | None:
        """When the answers to this very questionnaire were finished; None if they are not."""
        finished = self.finished
        return finished.at if finished and finished.digest == questionnaire.digest else None

    def with_page(self, typed: Mapping[str, tuple[str, ...]], *, is_passed: bool) -> Filled:
        """Take what a page held. Only from one that is passed, a box left empty is a question skipped."""
        if is_passed:
            return replace(self._with_typed(typed), unsent=self.unsent - typed.keys())
        touched = {key: values for key, values in typed.items() if key in self.typed or any(values)}
        return replace(self._with_typed(touched), unsent=self.unsent | (touched.keys() - self.seen))

    def _with_typed(self, typed: Mapping[str, tuple[str, ...]]) -> Filled:
        merged = {**self.typed, **typed}
        return replace(self, typed=merged, finished=self.finished if merged == self.typed else None)

    def with_more(self, section: str, asked: tuple[str, ...]) -> Filled:
        return replace(self, more={**self.more, section: asked})

    def with_noted(self, flags: tuple[str, ...]) -> Filled:
        return replace(self, noted=tuple(dict.fromkeys((*self.noted, *flags))))


def _tuples(lists: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
