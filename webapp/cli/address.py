"""Where this instance is reached."""

from __future__ import annotations

from webapp.settings import Settings
from webapp.settings.environment import LOOPBACK

NOWHERE = "https://gut-factors.invalid"
"""For an instance that has no name outside. No address below .invalid ever leads anywhere (RFC 2606)."""


def address_of(settings: Settings) -> str:
    """What to type in a browser, with a slash at the end: on this machine, or what patients use."""
    names = _names(settings)
    if settings.https and names:
        return f"https://{names[0]}/"
    # No page is served under a bare IPv6 address: Werkzeug trusts names and IPv4 addresses only.
    own = "localhost" if settings.host == "::1" else settings.host
    host = own if own in settings.trusted_hosts or not names else names[0]
    return f"http://{host}:{settings.port}/"


def fhir_base(settings: Settings) -> str:
    """What the addresses of our FHIR resources begin with: they are names, and nothing is served there."""
    outside = [name for name in _names(settings) if name not in LOOPBACK]
    return f"https://{outside[0]}/fhir" if outside else f"{NOWHERE}/fhir"


def _names(settings: Settings) -> list[str]:
    return [host for host in settings.trusted_hosts if not host.startswith(".")]
