"""Where this instance is reached: worked out from the settings, and noted for commands that have others."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from webapp.settings.environment import Settings

_FILE = "address"

_log = logging.getLogger("gutfactors")


def browser_address(settings: Settings) -> str:
    """What to type in a browser, with a slash at the end: on this machine, or what patients use."""
    names = settings.host_names
    if settings.https and names:
        return f"https://{names[0]}/"
    # No page is served under a bare IPv6 address: Werkzeug trusts names and IPv4 addresses only.
    own = "localhost" if settings.host == "::1" else settings.host
    host = own if own in settings.trusted_hosts or not names else names[0]
    return f"http://{host}:{settings.port}/"


def save_address(settings: Settings) -> None:
    """Note in the instance folder where it is served: commands often lack the server's settings."""
    draft = settings.instance / f".{_FILE}.{os.urandom(8).hex()}"
    try:
        draft.touch(mode=0o600)
        draft.write_text(f"{browser_address(settings)}\n{settings.host} {settings.port}\n", "utf-8")
        draft.replace(_noted(settings))
    except OSError as error:  # pages can be served all the same
        _log.warning("where the server is could not be noted in %s: %s", settings.instance, error.strerror)
        draft.unlink(missing_ok=True)


def find_address(settings: Settings) -> str | None:
    """What the environment says, or else where the server was last; None where it never was."""
    if settings.has_own_address:
        return browser_address(settings)
    return next(iter(_lines(settings)), None)


def saved_listener(settings: Settings) -> tuple[str, int] | None:
    """Where the server last listened: address and port; None where none ever did."""
    host, _, port = "".join(_lines(settings)[1:2]).partition(" ")
    return (host, int(port)) if port.isascii() and port.isdigit() else None


def _lines(settings: Settings) -> list[str]:
    try:
        return _noted(settings).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _noted(settings: Settings) -> Path:
    return settings.instance / _FILE
