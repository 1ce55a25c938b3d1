"""The store: all that the web and the command ask of storage."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from webapp.storage import drafts, submissions
from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.drafts import Draft, Drafts
from webapp.storage.keys import InstanceKey
from webapp.storage.returns import Returns
from webapp.storage.sealing import AesSeal, RandomBytes
from webapp.storage.sentences import SlowHash
from webapp.storage.submissions import Entry, Submission, Submissions
from webapp.storage.tables import probes


@dataclass(frozen=True)
class Terms:
    """How long things are kept."""

    draft: timedelta
    submission: timedelta


@dataclass(frozen=True)
class Purged:
    """How many things had outlived their term."""

    drafts: int
    submissions: int


class Store:
    """Every method is one transaction, and raises StoreUnavailable when the database is down.

    `now` is an aware time. A token that is no token behaves like one whose draft is gone.
    """

    def __init__(
        self, database: Database, key: InstanceKey, terms: Terms, random_bytes: RandomBytes = os.urandom
    ) -> None:
        self._database = database
        self._random_bytes = random_bytes
        self._drafts = Drafts(database, terms.draft, random_bytes)
        slow_hash = SlowHash(key.derive("sentence salt"))
        self._returns = Returns(database, self._drafts, slow_hash, random_bytes)
        seal = AesSeal(key.derive("submission seal"), random_bytes)
        self._submissions = Submissions(database, seal, terms.submission, random_bytes)

    def new_draft(self, content: Mapping[str, Any], now: datetime) -> str:
        """Give the token, which alone opens the draft: it belongs in the patient's cookie."""
        return self._drafts.new(content, now)

    def open_draft(self, token: str, now: datetime) -> Draft | None:
        key = self._drafts.key_of(token)
        return None if key is None else self._drafts.open(key, now)

    def save_draft(self, token: str, version: int, content: Mapping[str, Any], now: datetime) -> bool:
        """Save over `version`. False: somebody else saved, or it is gone; open it again."""
        key = self._drafts.key_of(token)
        return key is not None and self._drafts.save(key, version, content, now)

    def end_draft(self, token: str) -> None:
        key = self._drafts.key_of(token)
        if key is not None:
            self._drafts.end(key)

    def leave(self, token: str, now: datetime) -> str | None:
        """Give six words to come back with, and the draft a whole term; None when it is gone."""
        key = self._drafts.key_of(token)
        return None if key is None else self._returns.leave(token, key, now)

    def come_back(self, sentence: str, now: datetime) -> str | None:
        """Give the token for six words, however they were typed. Slow on purpose."""
        return self._returns.come_back(sentence, now)

    def submit(self, token: str, version: int, entry: Entry, now: datetime) -> Submission | None:
        """Turn the draft at `version` into a submission; again: give the same submission.

        None: the draft moved on (another tab saved), or is gone. Open it again.
        """
        key = self._drafts.key_of(token)
        return None if key is None else self._submissions.submit(key, version, entry, now)

    def submission_of(self, token: str, now: datetime) -> Submission | None:
        """Give what the draft of this token became."""
        key = self._drafts.key_of(token)
        return None if key is None else self._submissions.of_draft(key, now)

    def keep_questionnaire(self, digest: str, version: str, text: str, now: datetime) -> None:
        """Keep a questionnaire's text, once; it must be kept before answers to it are submitted."""
        self._submissions.keep_questionnaire(digest, version, text, now)

    def questionnaire_text(self, digest: str) -> str | None:
        return self._submissions.questionnaire_text(digest)

    def purge(self, now: datetime) -> Purged:
        """Delete what has outlived its term, and what is left of it in the files."""
        with self._database.writing() as connection:
            purged = Purged(drafts.purge(connection, now), submissions.purge(connection, now))
        self._database.forget_deleted()
        return purged

    def probe(self) -> None:
        """Really write, read back and delete. Raises StoreUnavailable."""
        mark = self._random_bytes(16).hex()
        with self._database.writing() as connection:
            connection.execute(insert(probes).values(id=mark))
        with self._database.reading() as connection:
            found = connection.scalar(select(probes.c.id).where(probes.c.id == mark))
        with self._database.writing() as connection:
            connection.execute(delete(probes).where(probes.c.id == mark))
        if found != mark:
            raise StoreUnavailable("what was written did not come back")

    def close(self) -> None:
        self._database.close()
