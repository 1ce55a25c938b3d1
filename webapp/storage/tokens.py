"""Tokens: what a browser or a link holds. The database knows only what was derived from them."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error

from webapp.storage.sealing import KEY_BYTES, RandomBytes, derive

_ID_BYTES = 16


def new_token(random_bytes: RandomBytes) -> str:
    """Give 256 random bits as 43 letters that a URL and a cookie can hold."""
    return urlsafe_b64encode(random_bytes(KEY_BYTES)).decode("ascii").rstrip("=")


def token_id(token: str, purpose: str) -> str | None:
    """Give the id under which a token's row is kept; None for what cannot be a token."""
    try:
        secret = urlsafe_b64decode(token.encode("ascii") + b"=")
    except (Base64Error, UnicodeEncodeError):
        return None
    return derive(secret, purpose, _ID_BYTES).hex() if len(secret) == KEY_BYTES else None
