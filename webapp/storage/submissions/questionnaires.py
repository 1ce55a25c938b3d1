"""The text of each questionnaire that answers were given to, stored once under its digest."""

import re
import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from webapp.storage.database import Database
from webapp.storage.tables import questionnaires

_BEGINNING = re.compile("[0-9a-f]{1,64}")  # of a digest, in hexadecimal


class Questionnaires:
    """The questionnaire texts of one database. A text must be saved before answers to it are submitted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_all(self, texts: Mapping[str, str], version: str, now: datetime) -> None:
        """Store the texts, by their digests, that are not stored already."""
        query = select(questionnaires.c.digest).where(questionnaires.c.digest.in_(texts))
        stored = {row.digest for row in self._database.rows(query)}
        for digest in texts.keys() - stored:
            self._insert(digest, version, texts[digest], now)

    def save(self, digest: str, version: str, text: str, now: datetime) -> None:
        """Store the text unless it is stored already."""
        self.save_all({digest: text}, version, now)

    def _insert(self, digest: str, version: str, text: str, now: datetime) -> None:
        """Store the text, unless another process that starts at the same time did."""
        compressed = zlib.compress(text.encode("utf-8"))
        row = {"digest": digest, "version": version, "compressed": compressed, "kept_at": now}
        try:
            self._database.execute(insert(questionnaires).values(**row))
        except IntegrityError:
            if self.get(digest) is None:
                raise

    def get(self, digest: str) -> str | None:
        query = select(questionnaires.c.compressed).where(questionnaires.c.digest == digest)
        compressed = self._database.scalar(query)
        return None if compressed is None else zlib.decompress(compressed).decode("utf-8")

    def find(self, beginning: str) -> str | None:
        """Return the text whose digest begins so; None where no stored one does, or several do."""
        if not _BEGINNING.fullmatch(beginning):
            return None
        query = select(questionnaires.c.digest).where(questionnaires.c.digest.startswith(beginning))
        found = self._database.rows(query)
        return self.get(found[0].digest) if len(found) == 1 else None
