"""The address of this instance, saved by the server for commands that lack its settings."""

import logging
import os
import socket
from pathlib import Path

from webapp.instance_files import replace_file
from webapp.settings.environment import Settings

_FILE = "address"
_SECONDS = 3.0

_log = logging.getLogger("gutfactors")


def browser_address(settings: Settings) -> str:
    """Return the address to type in a browser, with a trailing slash."""
    names = settings.host_names
    if settings.https and names:
        return f"https://{names[0]}/"
    # No page is served under a bare IPv6 address: Werkzeug trusts names and IPv4 addresses only.
    own = "localhost" if settings.host == "::1" else settings.host
    host = own if own in settings.trusted_hosts or not names else names[0]
    return f"http://{host}:{settings.port}/"


def save_address(settings: Settings) -> None:
    """Save the server's address in the instance folder, for commands without the server's settings."""
    lines = f"{browser_address(settings)}\n{settings.host} {settings.port}\n"
    try:
        replace_file(_noted(settings), lines.encode())
    except OSError as error:  # the server can run without it
        _log.warning("where the server is could not be noted in %s: %s", settings.instance, error.strerror)


def reclaim_address(settings: Settings) -> None:
    """Save the address of this running server again, where that of one that has stopped took its place."""
    noted = saved_listener(settings)
    if noted is None or noted == (settings.host, settings.port):
        return
    if not _answers(*noted) and os.access(settings.instance, os.W_OK):
        save_address(settings)


def _answers(host: str, port: int) -> bool:
    near = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  compared, not listened on
    try:
        socket.create_connection((near, port), _SECONDS).close()
    except OSError:
        return False
    return True


def find_address(settings: Settings) -> str | None:
    """Return the address of these settings, or of the last server; None before the first."""
    if settings.has_own_address:
        return browser_address(settings)
    return next(iter(_lines(settings)), None)


def saved_listener(settings: Settings) -> tuple[str, int] | None:
    """Return the host and port of the last server; None before the first."""
    host, _, port = "".join(_lines(settings)[1:2]).partition(" ")
    return (host, int(port)) if port.isascii() and port.isdigit() else None


def _lines(settings: Settings) -> list[str]:
    try:
        return _noted(settings).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _noted(settings: Settings) -> Path:
    return settings.instance / _FILE
