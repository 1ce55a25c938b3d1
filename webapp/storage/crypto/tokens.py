"""Tokens: what a browser or a link holds. The database has only what is derived from them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes, derive

SIGN_IN, ONE_TIME_LINK, KIOSK, TRUSTED_BROWSER = "sign-in id", "invitation id", "kiosk id", "remembered id"
PATIENT_INVITATION, API_TOKEN = "patient invitation id", "api token id"
PASSKEY_CHALLENGE = "passkey challenge id"
"""The purposes of TokenIds. They are data: stored ids are derived from them."""

_ID_BYTES = 16


def new_token(random_bytes: RandomBytes) -> str:
    """Return 256 random bits as 43 letters that fit into a URL and a cookie."""
    return _letters(random_bytes(KEY_BYTES))


def secret_of(token: str) -> bytes | None:
    """Return the bits of a token, or None for what cannot be one."""
    try:
        secret = urlsafe_b64decode(token.encode("ascii") + b"=")
    except (Base64Error, UnicodeEncodeError):
        return None
    return secret if len(secret) == KEY_BYTES else None


def challenge_bytes(token: str) -> bytes:
    """Return the bits of a token that a device is to sign; none for what cannot be a token."""
    return secret_of(token) or b""


def join_tokens(one: str, other: str) -> str:
    """Return a token that only a holder of both can make; "" where one of them cannot be a token."""
    first, second = secret_of(one), secret_of(other)
    return _letters(derive(first + second, "joined token")) if first and second else ""


def token_id(token: str, purpose: str) -> str | None:
    """Return the id of a token's row, or None for what cannot be a token."""
    secret = secret_of(token)
    return derive(secret, purpose, _ID_BYTES).hex() if secret else None


class TokenIds:
    """The ids of one kind of rows, made of tokens with the instance's key, and beginning with the key's id.

    Without the key, a writer of the database could insert a row under the id of a token of their own, and it
    would be a valid sign-in.
    """

    def __init__(self, blind: BlindIndex, purpose: str) -> None:
        self._blind = blind
        self._purpose = purpose

    def digest(self, token: str) -> str:
        """Return the id to store a row under; "" for what cannot be a token: no row has that id."""
        plain = token_id(token, self._purpose)
        return self._blind.marked_digest(self._purpose, plain) if plain else ""

    def digests(self, token: str) -> tuple[str, ...]:
        """Return the ids to search for, for each key of the instance."""
        plain = token_id(token, self._purpose)
        return self._blind.marked_digests(self._purpose, plain) if plain else ()


def _letters(secret: bytes) -> str:
    return urlsafe_b64encode(secret).decode("ascii").rstrip("=")
