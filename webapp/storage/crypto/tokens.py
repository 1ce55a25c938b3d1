"""Tokens: what a browser or a link holds. The database knows only what was derived from them."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error

from webapp.storage.crypto.sealing import KEY_BYTES, RandomBytes, derive

_ID_BYTES = 16


def new_token(random_bytes: RandomBytes) -> str:
    """Give 256 random bits as 43 letters that a URL and a cookie can hold."""
    return _letters(random_bytes(KEY_BYTES))


def secret_of(token: str) -> bytes | None:
    """Give the bits of a token; None for what cannot be one."""
    try:
        secret = urlsafe_b64decode(token.encode("ascii") + b"=")
    except (Base64Error, UnicodeEncodeError):
        return None
    return secret if len(secret) == KEY_BYTES else None


def joined(one: str, other: str) -> str:
    """Give a token that only who holds both can make; "" where one of them is none."""
    first, second = secret_of(one), secret_of(other)
    return _letters(derive(first + second, "joined token")) if first and second else ""


def token_id(token: str, purpose: str) -> str | None:
    """Give the id under which a token's row is kept; None for what cannot be a token."""
    secret = secret_of(token)
    return derive(secret, purpose, _ID_BYTES).hex() if secret else None


def _letters(secret: bytes) -> str:
    return urlsafe_b64encode(secret).decode("ascii").rstrip("=")
