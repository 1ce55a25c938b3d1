"""Passphrases of drafts: a passphrase opens the token of the draft, and nothing on the server does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, select

from webapp.localization.catalogues import SOURCE_LANGUAGE
from webapp.localization.passphrase_words import passphrase_words
from webapp.storage.crypto.keyring import KeyRing
from webapp.storage.crypto.sealing import AesSeal, RandomBytes, derive
from webapp.storage.database import Database
from webapp.storage.patient.drafts import DraftKey, Drafts
from webapp.storage.patient.passphrase_hash import PassphraseHasher, new_passphrase, normalized
from webapp.storage.tables import drafts as drafts_table
from webapp.storage.tables import returns

_ID_BYTES = 16
_SALT = "sentence salt"  # data: another text would derive other keys
# More letters than any six words have: not worth a slow hash.
_LONGEST_TYPED = 200


@dataclass(frozen=True)
class _PassphraseKey:
    """What a passphrase derives to: the id of its row, and the seal of the draft's token in it."""

    id: str
    seal: AesSeal

    @property
    def context(self) -> str:
        return f"return {self.id}"


class Passphrases:
    """The passphrases of one database. Each lives as long as its draft, and as the key it was salted with."""

    def __init__(
        self,
        database: Database,
        drafts: Drafts,
        ring: KeyRing,
        hasher: PassphraseHasher,
        random_bytes: RandomBytes,
    ) -> None:
        self._database = database
        self._drafts = drafts
        self._ring = ring
        self._hasher = hasher
        self._random_bytes = random_bytes

    def issue(
        self, token: str, now: datetime, known: str = "", language: str = SOURCE_LANGUAGE
    ) -> str | None:
        """Return a passphrase for a draft, which lives as long as before. None where there is no draft.

        `known` is the passphrase that the draft's content holds: a draft that has one keeps it. A new one, of
        words of `language`, takes a slow hash.
        """
        key = self._drafts.key(token)
        if key is None:
            return None
        if known and self._has_one(key):
            with self._database.writing() as connection:
                return known if self._drafts.lock(connection, key, now) else None
        passphrase = new_passphrase(self._random_bytes, passphrase_words(language))
        instance = self._ring.key()
        own = self._derive(passphrase, instance.derive(_SALT))
        sealed = own.seal.seal(token.encode(), own.context)
        with self._database.writing() as connection:
            if not self._drafts.lock(connection, key, now):
                return None
            row = {"id": own.id, "draft_id": key.id, "key_id": instance.ids[0], "sealed": sealed}
            connection.execute(insert(returns).values(**row))
        return passphrase

    def redeem(self, typed: str, now: datetime) -> str | None:
        """Return the draft's token for a passphrase, with one slow hash for each key of the instance.

        None for a passphrase that was never issued, or whose draft is gone.
        """
        if not normalized(typed) or len(typed) > _LONGEST_TYPED:
            return None
        keys = (self._derive(typed, salt) for salt in self._ring.key().derive_each(_SALT))
        return next(filter(None, (self._token(key, now) for key in keys)), None)

    def _has_one(self, key: DraftKey) -> bool:
        return bool(self._database.scalar(select(exists().where(returns.c.draft_id == key.id))))

    def _token(self, key: _PassphraseKey, now: datetime) -> str | None:
        query = select(returns.c.sealed).join(drafts_table).where(returns.c.id == key.id)
        sealed = self._database.scalar(query.where(drafts_table.c.expires_at > now))
        return None if sealed is None else key.seal.open(sealed, key.context).decode()

    def _derive(self, passphrase: str, salt: bytes) -> _PassphraseKey:
        secret = self._hasher(passphrase, salt)
        seal = AesSeal(derive(secret, "return key"), self._random_bytes)
        return _PassphraseKey(derive(secret, "return id", _ID_BYTES).hex(), seal)
