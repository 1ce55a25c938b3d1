"""Which settings hold a secret: nobody else may read a file with one, and no message quotes it."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

from webapp.host_names import split_address
from webapp.mail.server import MailServer


def _has_database_password(url: str) -> bool:
    parts = split_address(url)
    if parts is None:
        return True
    if parts.scheme == "sqlite":
        return False
    given = any("password" in name for name in parse_qs(parts.query))
    # An @ further behind ends a password with a sign that parts an address, such as ? in it.
    return bool(parts.password) or given or "@" in parts.path + parts.query + parts.fragment


def _has_mail_password(url: str) -> bool:
    return bool(MailServer.parse(url).password)


def _is_given(value: str) -> bool:
    return bool(value)


SECRET_SETTINGS: Mapping[str, Callable[[str], bool]] = {
    "GUTFACTORS_DATABASE_URL": _has_database_password,
    "GUTFACTORS_SMTP_URL": _has_mail_password,
    "GUTFACTORS_WEBHOOK": _is_given,  # its secret is never left out
}
"""The settings that can hold a secret, each with what says whether a value of it does."""


def holds_secret(name: str, value: str) -> bool:
    """Return whether the value of this setting holds a secret; yes where it cannot be parsed."""
    if not value or name not in SECRET_SETTINGS:
        return False
    try:
        return SECRET_SETTINGS[name](value)
    except ValueError:
        return True
