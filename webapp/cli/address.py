"""Where this instance is reached."""

from __future__ import annotations

import socket

from webapp.cli.refusals import WRONG, refuse
from webapp.settings import Settings


def address_of(settings: Settings) -> str:
    """What to type in a browser, with a slash at the end: on this machine, or what patients use."""
    names = settings.names
    if settings.https and names:
        return f"https://{names[0]}/"
    # No page is served under a bare IPv6 address: Werkzeug trusts names and IPv4 addresses only.
    own = "localhost" if settings.host == "::1" else settings.host
    host = own if own in settings.trusted_hosts or not names else names[0]
    return f"http://{host}:{settings.port}/"


def bound_socket(host: str, port: int, command: str) -> socket.socket:
    """A socket that listens there; where that cannot be, the command ends."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        other = f"Is it running already? Another port: gutfactors {command} --port {port + 1}"
        refuse([f"cannot listen on {host}, port {port}: {error.strerror}. {other}"], WRONG)
