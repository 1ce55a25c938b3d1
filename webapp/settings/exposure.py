"""Whether answers could travel over a network for all to read."""

from webapp.loopback import LOOPBACK
from webapp.settings.environment import Settings


def exposure_problem(settings: Settings) -> str:
    """Return why this server is not safe on a network; "" if it is, or if only this machine can connect."""
    is_near = settings.host in LOOPBACK
    if is_near and all(name in LOOPBACK for name in settings.trusted_hosts):
        return ""
    if not settings.https:
        return (
            "answers travel over the network for all to read: put a proxy with https before it, and set "
            "GUTFACTORS_HTTPS=yes and GUTFACTORS_PROXIES=1"
        )
    if settings.proxies or is_near:
        return ""
    return (
        f"other machines can connect to {settings.host}, and no proxy with https is before it: put one "
        "there, and set GUTFACTORS_PROXIES=1"
    )
