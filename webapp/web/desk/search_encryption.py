"""Search words, encrypted for the URL: names must not appear in the browser's history or in a log.

Reload, Back and paging work as with any other URL.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
from hmac import digest

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from webapp.web.kit.app_context import app_context

LONGEST_WORDS = 100  # characters of a search: more than any stored name has

LIFETIME = timedelta(hours=12)
"""At most as long as a sign-in lasts: a URL in the history reveals nothing the day after."""


def encrypt_search(words: str) -> str:
    """Encrypt search words for a URL; return "" for none."""
    plain = " ".join(words[:LONGEST_WORDS].split())
    return _cipher().encrypt_at_time(plain.encode(errors="replace"), _now()).decode() if plain else ""


def decrypt_search(hidden: str) -> str:
    """Decrypt search words; return "" for an invalid or an expired token."""
    try:
        return _cipher().decrypt_at_time(hidden, int(LIFETIME.total_seconds()), _now()).decode()
    except (InvalidToken, ValueError):  # the latter for letters that no token has
        return ""


def _cipher() -> MultiFernet:
    """Return what encrypts with the newest key and decrypts with any."""
    each = (
        digest(key, b"words of the desk", "sha256") for key in app_context().store.signing_keys.newest_first()
    )
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in each])


def _now() -> int:
    return int(app_context().clock().timestamp())
