"""The parts of a submission and how each is sealed: answers, the summary for the desk, notes, plans."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from webapp.plan import Plan, PlannedVisit
from webapp.plan.as_json import (
    plan_from_json,
    plan_to_json,
    planned_visit_from_json,
    planned_visit_to_json,
)
from webapp.storage.crypto.sealing import Seal, naming_row, open_json, seal_json

STATES = ("new", "seen", "printed", "closed")
MAX_NOTES = 20  # how many notes are kept: the current one and the newest of the earlier ones
MAX_PLANS = 20  # likewise


@dataclass(frozen=True)
class Person:
    """Whom a submission names as its sender: by name, by clinic number, by both or not at all."""

    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class FollowUpOf:
    """What a follow-up is about: the reference of an earlier submission, "" for a file.

    `days` has the day of each answer that was taken from last time. `planned` is the visit of a file that
    carries a plan: that visit is stored nowhere else.
    """

    about: str
    days: Mapping[str, date]
    planned: PlannedVisit | None = None


@dataclass(frozen=True)
class NewSubmission:
    """What is submitted. `channel` is home, kiosk, paper or import; `answers` is ready for JSON.

    `tier` is the most urgent safety tier that the answers call for, "" for none. `partial_date` is "" where
    the time of the answers is known, else what the file says of their day ("2025-05-01", "2025-05", "2025"),
    "?" where it says nothing, or "!" for a day that is still to come. `follow_up` is None for a whole form.
    With `is_announced`, another program gets an event. `pictures` are the pages of a form on paper, as JPEG.
    """

    channel: str
    digest: str
    answers: Mapping[str, Any]
    tier: str = ""
    person: Person = field(default_factory=Person)
    partial_date: str = ""
    follow_up: FollowUpOf | None = None
    is_announced: bool = False
    pictures: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class SubmissionNote:
    """A practitioner's note. `by` is the audit log's name of its author; notes of old versions have none."""

    text: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Submission:
    """Finished answers, immutable; `digest` names the questionnaire text that they answer.

    `patient` is equal in all submissions of one patient, also where only a typed clinic number says so;
    `proven_patient` where an invitation or a practitioner joined them. `note` is the newest of `notes`, and
    `plan` that of `plans`. `version` counts the changes that practitioners made by hand; viewing and printing
    are none.
    """

    reference: str
    submitted_at: datetime
    channel: str
    digest: str
    answers: dict[str, Any]
    tier: str
    person: Person
    note: str
    state: str
    printed_at: datetime | None
    patient: str
    proven_patient: str
    version: int
    seen_by: str = ""
    seen_at: datetime | None = None
    released_at: datetime | None = None
    partial_date: str = ""
    notes: tuple[SubmissionNote, ...] = ()
    plans: tuple[Plan, ...] = ()
    follow_up: FollowUpOf | None = None

    @property
    def newest_plan(self) -> Plan | None:
        """The current plan, agreed here or brought in a file; None where there is none."""
        return self.plans[0] if self.plans and not self.plans[0].is_empty else None

    @property
    def plan(self) -> Plan | None:
        """The current plan, or None where nothing is agreed here."""
        return self.newest_plan if self.newest_plan and not self.newest_plan.is_from_file else None

    @property
    def brought_plan(self) -> Plan | None:
        """The current plan where only a file has it, or None."""
        return self.newest_plan if self.newest_plan and self.newest_plan.is_from_file else None


@dataclass(frozen=True)
class SubmissionSummary:
    """What the desk's list shows of a submission besides its columns."""

    tier: str
    person: Person
    partial_date: str = ""
    follow_up: FollowUpOf | None = None


class SubmissionCipher:
    """Seals and unseals the parts of a submission. Each is bound to its row."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def seal(self, draft_id: str, reference: str, new: NewSubmission) -> dict[str, bytes]:
        answers_context = submission_context("sealed", draft_id, reference, new.digest)
        summary = SubmissionSummary(new.tier, new.person, new.partial_date, new.follow_up)
        return {
            "sealed": seal_json(self._seal, new.answers, answers_context),
            "sealed_card": self.seal_summary(draft_id, reference, summary),
        }

    def seal_summary(self, draft_id: str, reference: str, summary: SubmissionSummary) -> bytes:
        content: dict[str, Any] = {"tier": summary.tier, **asdict(summary.person)}
        if summary.partial_date:
            content["told"] = summary.partial_date
        if summary.follow_up:
            content["follow_up"] = _follow_up_to_json(summary.follow_up)
        return seal_json(self._seal, content, submission_context("sealed_card", draft_id, reference))

    def seal_notes(self, draft_id: str, reference: str, notes: Sequence[SubmissionNote]) -> bytes | None:
        """Seal the notes, newest first. Return None where all are empty."""
        if not any(note.text for note in notes):
            return None
        content = [{"text": one.text, "by": one.by, "at": one.at and one.at.isoformat()} for one in notes]
        return seal_json(
            self._seal, {"notes": content}, submission_context("sealed_note", draft_id, reference)
        )

    def seal_plans(self, draft_id: str, reference: str, plans: Sequence[Plan]) -> bytes:
        """Seal the plans, newest first."""
        content = [plan_to_json(one) for one in plans]
        return seal_json(
            self._seal, {"plans": content}, submission_context("sealed_plan", draft_id, reference)
        )

    def seal_picture(self, draft_id: str, page: int, picture: bytes) -> bytes:
        return self._seal.seal(picture, picture_context(draft_id, page))

    def picture(self, row: Row[Any]) -> bytes:
        """Unseal a page of a form on paper. Raise SealBroken."""
        with naming_row("paper_pages", row.id):
            return self._seal.open(row.sealed, picture_context(row.draft_id, row.page))

    def unseal(self, row: Row[Any]) -> Submission:
        """Return the submission of a row. Raise SealBroken."""
        summary, notes = self.summary(row), self.notes(row)
        return Submission(
            reference=row.reference,
            submitted_at=row.submitted_at,
            channel=row.channel,
            digest=row.digest,
            answers=self._open(row, "sealed", row.digest),
            tier=summary.tier,
            person=summary.person,
            note=notes[0].text if notes else "",
            state=row.state,
            printed_at=row.printed_at,
            patient=row.patient,
            proven_patient=row.proven_patient,
            version=row.version,
            seen_by=row.seen_by or "",
            seen_at=row.seen_at,
            released_at=row.released_at,
            partial_date=summary.partial_date,
            notes=notes,
            plans=self.plans(row),
            follow_up=summary.follow_up,
        )

    def summary(self, row: Row[Any]) -> SubmissionSummary:
        """Unseal the summary alone. Raise SealBroken."""
        content = self._open(row, "sealed_card")
        person = Person(content["name"], content["number"])
        follow_up = content.get("follow_up")
        return SubmissionSummary(
            content["tier"],
            person,
            content.get("told", ""),
            _follow_up_from_json(follow_up) if follow_up else None,
        )

    def notes(self, row: Row[Any]) -> tuple[SubmissionNote, ...]:
        """Unseal the notes, newest first. Raise SealBroken."""
        if row.sealed_note is None:
            return ()
        content = self._open(row, "sealed_note")
        if "notes" not in content:  # written by a version that stored neither author nor time
            return (SubmissionNote(str(content["text"])),)
        return tuple(
            SubmissionNote(one["text"], one["by"], one["at"] and datetime.fromisoformat(one["at"]))
            for one in content["notes"]
        )

    def plans(self, row: Row[Any]) -> tuple[Plan, ...]:
        """Unseal the plans, newest first. Raise SealBroken."""
        if row.sealed_plan is None:
            return ()
        stored = self._open(row, "sealed_plan")["plans"]
        return tuple(plan_from_json(one, is_from_file=row.channel == "import") for one in stored)

    def _open(self, row: Row[Any], column: str, digest: str = "") -> dict[str, Any]:
        bound_to = submission_context(column, row.draft_id, row.reference, digest)
        with naming_row("submissions", row.id, row.reference):
            return open_json(self._seal, getattr(row, column), bound_to)


def _follow_up_to_json(follow_up: FollowUpOf) -> dict[str, Any]:
    """Return it for JSON, with the questions of each day together: there are many, and few days."""
    days: dict[str, list[str]] = {}
    for question, day in follow_up.days.items():
        days.setdefault(day.isoformat(), []).append(question)
    content: dict[str, Any] = {"about": follow_up.about, "days": days}
    if follow_up.planned:
        content["planned"] = planned_visit_to_json(follow_up.planned)
    return content


def _follow_up_from_json(content: Mapping[str, Any]) -> FollowUpOf:
    days = {one: date.fromisoformat(day) for day, asked in content["days"].items() for one in asked}
    planned = content.get("planned")
    return FollowUpOf(content["about"], days, planned_visit_from_json(planned) if planned else None)


# Data: these words are part of what every stored row was sealed with.
_KINDS = {"sealed": "submission", "sealed_card": "card", "sealed_note": "note", "sealed_plan": "plan"}


def submission_context(column: str, draft_id: str, reference: str, digest: str = "") -> str:
    """Return what a sealed column is bound to: its row, and for answers the questionnaire too."""
    return f"{_KINDS[column]} {draft_id} {reference} {digest}".rstrip()


def picture_context(draft_id: str, page: int) -> str:
    """Return what a sealed page of a form on paper is bound to: its submission and its number."""
    return f"paper page {draft_id} {page}"
