"""The content of a draft, and how it is written as JSON. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from webapp.assessment import Answers
from webapp.assessment.acknowledged import (
    Acknowledged,
    acknowledged_from_json,
    acknowledged_to_json,
    joined,
)
from webapp.clinic import Clinic
from webapp.questionnaire.model import Questionnaire
from webapp.web.kit.answer_parsing import due_questions, is_answered, parse_answers
from webapp.web.patient.flow import DraftPath, askable
from webapp.web.patient.follow_up_content import FollowUpContent


@dataclass(frozen=True)
class Completion:
    """Answers finished without being sent: when, to what, and whether the report was taken.

    `digest` is the `meaning` of the questionnaire.
    """

    at: datetime
    digest: str
    is_downloaded: bool = False

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Read the JSON. Drafts of an earlier release lack "is_taken"."""
        at = datetime.fromisoformat(content["at"])
        return cls(at, content["digest"], content.get("is_taken", False))

    def to_json(self) -> dict[str, Any]:
        return {"at": self.at.isoformat(), "digest": self.digest, "is_taken": self.is_downloaded}


@dataclass(frozen=True)
class LastPage:
    """The questions page that was left with "Save and leave"; `destination` as in `SectionPage`."""

    section: str
    is_follow_up: bool
    destination: str

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(content["section"], content["is_more"], content["then"])

    def to_json(self) -> dict[str, Any]:
        return {"section": self.section, "is_more": self.is_follow_up, "then": self.destination}


@dataclass(frozen=True)
class DraftContent:
    """Everything a draft holds.

    `typed`: the raw form values by question. `follow_ups`: the follow-up questions last asked, by section.
    `acknowledged`: what was read of the safety flags. `passphrase`: "" until one was issued.
    `finished`: None again as soon as an answer changes. `unsubmitted`: questions with values typed on a page
    that was left by another button than Continue. `last_page`: where to resume. `reviewed_digest`:
    `Draft.digest` of the answers that the patient confirmed on the check page. `person`: name and so on,
    typed but not sent yet. `way`: what was chosen to be done with the answers, and not done yet. `language`:
    the patient's choice, "" for none. `invitation`: the token of the invitation that the answers are sent
    by, "" for none. `follow_up`: what a follow-up takes from last time.
    """

    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acknowledged: Acknowledged = field(default_factory=dict)
    passphrase: str = ""
    finished: Completion | None = None
    unsubmitted: frozenset[str] = frozenset()
    last_page: LastPage | None = None
    reviewed_digest: str = ""
    person: Mapping[str, str] = field(default_factory=dict)
    way: str = ""
    language: str = ""
    invitation: str = ""
    follow_up: FollowUpContent | None = None

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """Read the JSON. Drafts of an earlier release lack the keys that are read with `get`."""
        finished, last_page = content.get("finished"), content.get("left")
        follow_up = content.get("follow_up")
        return cls(
            typed=_tuples(content["typed"]),
            follow_ups=_tuples(content["more"]),
            acknowledged=acknowledged_from_json(content["noted"]),
            passphrase=content["sentence"],
            finished=Completion.from_json(finished) if finished else None,
            unsubmitted=frozenset(content.get("unsent", ())),
            last_page=LastPage.from_json(last_page) if last_page else None,
            reviewed_digest=content.get("looked_at", ""),
            person=content.get("person", {}),
            way=content.get("way", ""),
            language=content.get("language", ""),
            invitation=content.get("invitation", ""),
            follow_up=FollowUpContent.from_json(follow_up) if follow_up else None,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the JSON that the store keeps. Renaming one of its keys needs a migration."""
        return {
            "typed": self.typed,
            "more": self.follow_ups,
            "noted": acknowledged_to_json(self.acknowledged),
            "sentence": self.passphrase,
            "finished": self.finished.to_json() if self.finished else None,
            "unsent": sorted(self.unsubmitted),
            "left": self.last_page.to_json() if self.last_page else None,
            "looked_at": self.reviewed_digest,
            "person": self.person,
            "way": self.way,
            "language": self.language,
            "invitation": self.invitation,
            "follow_up": self.follow_up.to_json() if self.follow_up else None,
        }

    @property
    def seen(self) -> frozenset[str]:
        """The questions on pages that were left with Continue: answered or skipped."""
        return frozenset(self.typed) - self.unsubmitted

    def finished_at(self, questionnaire: Questionnaire) -> datetime | None:
        """Return when the answers to this version of the questionnaire were finished, or None."""
        finished = self.finished
        digests = (questionnaire.meaning, questionnaire.digest)  # an earlier release kept the latter
        return finished.at if finished and finished.digest in digests else None

    def with_page(self, typed: Mapping[str, tuple[str, ...]], *, is_passed: bool) -> Self:
        """Merge the values of one page. An empty value counts as a skipped question only on a passed page."""
        if is_passed:
            return replace(self._with_typed(typed), unsubmitted=self.unsubmitted - typed.keys())
        touched = {key: values for key, values in typed.items() if key in self.typed or any(values)}
        unsubmitted = self.unsubmitted | (touched.keys() - self.seen)
        return replace(self._with_typed(touched), unsubmitted=unsubmitted)

    def _with_typed(self, typed: Mapping[str, tuple[str, ...]]) -> Self:
        merged = {**self.typed, **typed}
        return replace(self, typed=merged, finished=self.finished if merged == self.typed else None)

    def with_follow_ups(self, section: str, asked: tuple[str, ...]) -> Self:
        return replace(self, follow_ups={**self.follow_ups, section: asked})

    def with_acknowledged(self, reading: Acknowledged) -> Self:
        return replace(self, acknowledged=joined(self.acknowledged, reading))


def _tuples(lists: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def path_of(content: DraftContent, questionnaire: Questionnaire, clinic: Clinic) -> tuple[Answers, DraftPath]:
    """Return the answers so far, and the path with the questions to ask."""
    answers = parse_answers(questionnaire, clinic, content.typed)
    due, seen = due_questions(answers, clinic), content.seen
    if content.follow_up:
        due = tuple(content.follow_up.still_asked(due, content.typed, answers))
    answered = [each for each in due if each in seen and is_answered(answers, each, content.typed)]
    return answers, DraftPath(questionnaire, askable(due, answered, questionnaire.parents), seen)
