"""The ids of rows that a token opens, made with the instance's key.

Derived from the token alone, they could be made by whoever writes the database without the key: a row of
their own, under the id of a token of their own, would be a sign-in.
"""

from __future__ import annotations

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.tokens import token_id

SIGN_IN, INVITATION, KIOSK, REMEMBERED = "sign-in id", "invitation id", "kiosk id", "remembered id"


class TokenIds:
    """The ids of one kind of rows."""

    def __init__(self, blind: BlindIndex, purpose: str) -> None:
        self._blind = blind
        self._purpose = purpose

    def of(self, token: str) -> str:
        """The id to keep a row under; "" for what cannot be a token: no row has that."""
        plain = token_id(token, self._purpose)
        return self._blind.of(self._purpose, plain) if plain else ""

    def each(self, token: str) -> tuple[str, ...]:
        """The ids to look for, one for each key of the instance, the newest first."""
        plain = token_id(token, self._purpose)
        return self._blind.each(self._purpose, plain) if plain else ()
