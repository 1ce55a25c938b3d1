"""Coming back: a sentence that opens the token of a draft, and nothing on the server that does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, select

from webapp.storage.crypto.keyring import KeyRing
from webapp.storage.crypto.sealing import AesSeal, RandomBytes, derive
from webapp.storage.database import Database
from webapp.storage.patient.drafts import DraftKey, Drafts
from webapp.storage.patient.passphrase import PassphraseHasher, new_sentence, normalised
from webapp.storage.tables import drafts as drafts_table
from webapp.storage.tables import returns

_ID_BYTES = 16
_SALT = "sentence salt"
# More letters than any six words have: not worth a slow hash.
_LONGEST_SENTENCE = 200


@dataclass(frozen=True)
class _Sentence:
    """What a sentence says: the row's id and the seal of the token in it."""

    id: str
    seal: AesSeal

    @property
    def context(self) -> str:
        return f"return {self.id}"


class Passphrases:
    """The sentences of one database. A sentence lives as long as its draft, and the key it was made with."""

    def __init__(
        self,
        database: Database,
        drafts: Drafts,
        ring: KeyRing,
        slow_hash: PassphraseHasher,
        random_bytes: RandomBytes,
    ) -> None:
        self._database = database
        self._drafts = drafts
        self._ring = ring
        self._slow_hash = slow_hash
        self._random_bytes = random_bytes

    def leave(self, token: str, key: DraftKey, now: datetime, known: str = "") -> str | None:
        """Give the sentence, and the draft a whole term; None when there is no draft.

        A draft that has a sentence keeps it: `known`, as the draft itself holds it, sealed under its own key.
        """
        if known and self._has_one(key):
            with self._database.writing() as connection:
                return known if self._drafts.prolong(connection, key, now) else None
        sentence, instance = new_sentence(self._random_bytes), self._ring.key()
        opened = self._read(sentence, instance.derive(_SALT))
        sealed = opened.seal.seal(token.encode(), opened.context)
        with self._database.writing() as connection:
            if not self._drafts.prolong(connection, key, now):
                return None
            row = {"id": opened.id, "draft_id": key.id, "key_id": instance.ids[0], "sealed": sealed}
            connection.execute(insert(returns).values(**row))
        return sentence

    def come_back(self, typed: str, now: datetime) -> str | None:
        """Give the token; None for a sentence that nobody got, or whose draft is gone."""
        if not normalised(typed) or len(typed) > _LONGEST_SENTENCE:
            return None
        sentences = (self._read(typed, salt) for salt in self._ring.key().derive_each(_SALT))
        return next(filter(None, (self._token(sentence, now) for sentence in sentences)), None)

    def _has_one(self, key: DraftKey) -> bool:
        with self._database.reading() as connection:
            return bool(connection.scalar(select(exists().where(returns.c.draft_id == key.id))))

    def _token(self, sentence: _Sentence, now: datetime) -> str | None:
        query = select(returns.c.sealed).join(drafts_table).where(returns.c.id == sentence.id)
        with self._database.reading() as connection:
            sealed = connection.scalar(query.where(drafts_table.c.expires_at > now))
        return None if sealed is None else sentence.seal.open(sealed, sentence.context).decode()

    def _read(self, sentence: str, salt: bytes) -> _Sentence:
        secret = self._slow_hash(sentence, salt)
        seal = AesSeal(derive(secret, "return key"), self._random_bytes)
        return _Sentence(derive(secret, "return id", _ID_BYTES).hex(), seal)
