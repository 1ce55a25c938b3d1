"""Submissions: finished answers, sealed with the instance's key, each under a short reference."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select
from sqlalchemy.exc import IntegrityError

from webapp.storage.database import Database
from webapp.storage.drafts import DraftKey, take
from webapp.storage.sealing import RandomBytes, Seal, open_json, seal_json
from webapp.storage.tables import questionnaires, submissions

# Read aloud or copied by hand: none of 0 O, 1 I L, 2 Z, 5 S, 8 B, U V, M N, and no vowel to make a word.
REFERENCE_LETTERS = "34679CFGHJKMPQRTWXY"
_REFERENCE_LENGTH = 6
_REFERENCE_GROUP = 4
# 19^6 references: with a million of them taken, ten tries in a row fail once in 10^16.
_REFERENCE_TRIES = 10


@dataclass(frozen=True)
class Entry:
    """What is submitted. `channel` is home, kiosk, paper or import; `answers` is ready for JSON."""

    channel: str
    digest: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Submission:
    """Finished answers, immutable; `digest` names the questionnaire text that they answer."""

    reference: str
    submitted_at: datetime
    channel: str
    digest: str
    answers: dict[str, Any]


class Submissions:
    """The submissions of one database, each living `term` after it was made."""

    def __init__(self, database: Database, seal: Seal, term: timedelta, random_bytes: RandomBytes) -> None:
        self._database = database
        self._seal = seal
        self._term = term
        self._random_bytes = random_bytes

    def submit(self, key: DraftKey, version: int, entry: Entry, now: datetime) -> Submission | None:
        """Turn the draft, at `version`, into a submission, in one transaction.

        Again with the same draft: the submission that it became. None when the draft moved on, or is gone.
        """
        for _ in range(_REFERENCE_TRIES):
            reference = new_reference(self._random_bytes)
            try:
                self._submit_as(reference, key, version, entry, now)
            except IntegrityError:
                if self._is_free(reference):
                    raise
            else:
                return self.of_draft(key, now)
        raise RuntimeError("no free reference was found")

    def of_draft(self, key: DraftKey, now: datetime) -> Submission | None:
        query = select(submissions).where(submissions.c.draft_id == key.id)
        with self._database.reading() as connection:
            row = connection.execute(_living(query, now)).first()
        return None if row is None else self._opened(row)

    def keep_questionnaire(self, digest: str, version: str, text: str, now: datetime) -> None:
        """Keep the text under its digest, once; several processes may start at the same time."""
        if self.questionnaire_text(digest) is not None:
            return
        compressed = zlib.compress(text.encode("utf-8"))
        row = {"digest": digest, "version": version, "compressed": compressed, "kept_at": now}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(questionnaires).values(**row))
        except IntegrityError:
            if self.questionnaire_text(digest) is None:
                raise

    def questionnaire_text(self, digest: str) -> str | None:
        query = select(questionnaires.c.compressed).where(questionnaires.c.digest == digest)
        with self._database.reading() as connection:
            compressed = connection.scalar(query)
        return None if compressed is None else zlib.decompress(compressed).decode("utf-8")

    def _submit_as(self, reference: str, key: DraftKey, version: int, entry: Entry, now: datetime) -> None:
        """Do nothing where the draft does not stand at `version`."""
        row = {
            "draft_id": key.id,
            "reference": reference,
            "submitted_at": now,
            "expires_at": now + self._term,
            "channel": entry.channel,
            "digest": entry.digest,
            "key_id": self._seal.key_id,
            "sealed": seal_json(self._seal, entry.answers, _context(key.id, reference, entry.digest)),
        }
        with self._database.writing() as connection:
            if take(connection, key, version, now):
                connection.execute(insert(submissions).values(**row))

    def _is_free(self, reference: str) -> bool:
        query = select(submissions.c.id).where(submissions.c.reference == reference)
        with self._database.reading() as connection:
            return connection.execute(query).first() is None

    def _opened(self, row: Row[Any]) -> Submission:
        context = _context(row.draft_id, row.reference, row.digest)
        answers = open_json(self._seal, row.sealed, context)
        return Submission(row.reference, row.submitted_at, row.channel, row.digest, answers)


def new_reference(random_bytes: RandomBytes) -> str:
    """Six letters and digits in two groups, such as 7Q4K-XW."""
    number = int.from_bytes(random_bytes(16))
    letters = []
    for _ in range(_REFERENCE_LENGTH):
        number, index = divmod(number, len(REFERENCE_LETTERS))
        letters.append(REFERENCE_LETTERS[index])
    return "".join(letters[:_REFERENCE_GROUP]) + "-" + "".join(letters[_REFERENCE_GROUP:])


def purge(connection: Connection, now: datetime) -> int:
    """Delete the submissions that expired; give their number."""
    return connection.execute(delete(submissions).where(submissions.c.expires_at <= now)).rowcount


def _living(query: Select[Any], now: datetime) -> Select[Any]:
    return query.where(submissions.c.expires_at > now)


def _context(draft_id: str, reference: str, digest: str) -> str:
    """What the answers belong to: they open under no other reference and for no other text."""
    return f"submission {draft_id} {reference} {digest}"
