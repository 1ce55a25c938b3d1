"""What a submission holds, and its sealed forms: the answers, the card (who, how urgent) and the note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from webapp.storage.crypto.sealing import Seal, in_row, open_json, seal_json

STATES = ("new", "seen", "printed", "closed")


@dataclass(frozen=True)
class Person:
    """Who a submission says it is from: a name, a clinic number, both, or neither."""

    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class NewSubmission:
    """What is submitted. `channel` is home, kiosk, paper or import; `answers` is ready for JSON.

    `tier` is the most urgent safety tier that the answers call for, "" for none. `told` is "" where the time
    of the answers is known; else what is known of their day ("2025-05-01", "2025-05", "2025", "?", "!").
    """

    channel: str
    digest: str
    answers: Mapping[str, Any]
    tier: str = ""
    person: Person = field(default_factory=Person)
    told: str = ""


@dataclass(frozen=True)
class SubmissionNote:
    """What stood in the note: who wrote it, as the audit calls them, and when, where that is known."""

    text: str
    by: str = ""
    at: datetime | None = None


MAX_NOTES = 20
"""The note as it stands and as it stood before: the newest of them are kept."""


@dataclass(frozen=True)
class Submission:
    """Finished answers, immutable; `digest` names the questionnaire text that they answer.

    `patient` is the same in all submissions of one patient. `version` counts what practitioners changed by
    hand, the state and the note; that it was opened or printed is no such change.
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
    version: int
    seen_by: str = ""
    seen_at: datetime | None = None
    released_at: datetime | None = None
    told: str = ""
    notes: tuple[SubmissionNote, ...] = ()


@dataclass(frozen=True)
class SubmissionSummary:
    """What the desk shows of a submission besides its columns."""

    tier: str
    person: Person
    told: str = ""


class SubmissionCipher:
    """Seals and opens the three parts of a submission. Each opens in its own row only."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def sealed(self, draft_id: str, reference: str, entry: NewSubmission) -> dict[str, bytes]:
        """Give the sealed columns of a new submission."""
        answers_context = context("sealed", draft_id, reference, entry.digest)
        return {
            "sealed": seal_json(self._seal, entry.answers, answers_context),
            "sealed_card": self.sealed_card(
                draft_id, reference, SubmissionSummary(entry.tier, entry.person, entry.told)
            ),
        }

    def sealed_card(self, draft_id: str, reference: str, card: SubmissionSummary) -> bytes:
        content = {"tier": card.tier, **asdict(card.person), **({"told": card.told} if card.told else {})}
        return seal_json(self._seal, content, context("sealed_card", draft_id, reference))

    def sealed_note(self, draft_id: str, reference: str, notes: Sequence[SubmissionNote]) -> bytes | None:
        if not any(note.text for note in notes):
            return None
        told = [{"text": one.text, "by": one.by, "at": one.at and one.at.isoformat()} for one in notes]
        return seal_json(self._seal, {"notes": told}, context("sealed_note", draft_id, reference))

    def opened(self, row: Row[Any]) -> Submission:
        """Open a whole row. Raises SealBroken."""
        card, notes = self.card(row), self.notes(row)
        return Submission(
            reference=row.reference,
            submitted_at=row.submitted_at,
            channel=row.channel,
            digest=row.digest,
            answers=self._open(row, "sealed", row.digest),
            tier=card.tier,
            person=card.person,
            note=notes[0].text if notes else "",
            state=row.state,
            printed_at=row.printed_at,
            patient=row.patient,
            version=row.version,
            seen_by=row.seen_by or "",
            seen_at=row.seen_at,
            released_at=row.released_at,
            told=card.told,
            notes=notes,
        )

    def card(self, row: Row[Any]) -> SubmissionSummary:
        """Open the card alone. Raises SealBroken."""
        said = self._open(row, "sealed_card")
        return SubmissionSummary(said["tier"], Person(said["name"], said["number"]), said.get("told", ""))

    def notes(self, row: Row[Any]) -> tuple[SubmissionNote, ...]:
        """Open the note: as it stands, and as it stood before, the newest first. Raises SealBroken."""
        if row.sealed_note is None:
            return ()
        said = self._open(row, "sealed_note")
        if "notes" not in said:  # of a version that kept neither who nor when
            return (SubmissionNote(str(said["text"])),)
        return tuple(
            SubmissionNote(one["text"], one["by"], one["at"] and datetime.fromisoformat(one["at"]))
            for one in said["notes"]
        )

    def _open(self, row: Row[Any], column: str, digest: str = "") -> dict[str, Any]:
        told = context(column, row.draft_id, row.reference, digest)
        with in_row("submissions", row.id):
            return open_json(self._seal, getattr(row, column), told)


_KINDS = {"sealed": "submission", "sealed_card": "card", "sealed_note": "note"}


def context(column: str, draft_id: str, reference: str, digest: str = "") -> str:
    """What a sealed column belongs to: it opens under no other reference, and answers for no other text."""
    return f"{_KINDS[column]} {draft_id} {reference} {digest}".rstrip()
