"""What was searched for, in an address: a name must stand in no history and in no log.

So the address holds it encrypted. Reload, Back and the next page work as with any other address.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from hmac import digest

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from webapp.web.kit.app_context import app_context

LONGEST_WORDS = 100
"""Characters of a search: more than any name that is kept needs."""

LIFETIME = timedelta(hours=12)
"""As long as one sign-in at most: an address in the history tells nothing the day after."""


def encrypt_search(words: str) -> str:
    """The words for an address; "" for none."""
    plain = " ".join(words[:LONGEST_WORDS].split())
    return _cipher().encrypt_at_time(plain.encode(errors="replace"), _now()).decode() if plain else ""


def decrypt_search(hidden: str) -> str:
    """The words that an address holds; "" where it is not ours, or of another day."""
    try:
        return _cipher().decrypt_at_time(hidden, int(LIFETIME.total_seconds()), _now()).decode()
    except (InvalidToken, ValueError):  # the latter for letters that no token has
        return ""


def _cipher() -> Fernet:
    secret = current_app.secret_key or ""
    raw = secret if isinstance(secret, bytes) else secret.encode()
    return Fernet(urlsafe_b64encode(digest(raw, b"words of the desk", "sha256")))


def _now() -> int:
    return int(app_context().clock().timestamp())
