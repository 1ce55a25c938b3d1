"""Addresses that an operator writes: whether their host and port can be."""

import re
from urllib.parse import SplitResult, urlsplit

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_LONGEST = 253


def split_address(address: str) -> SplitResult | None:
    """Return the parts of a URL, which may lack host and port; None where one of the two cannot be."""
    try:
        url = urlsplit(address)
        host, port = url.hostname or "", url.port
    except ValueError:  # brackets that do not close, a port that is none
        return None
    can_be = not host or ":" in host or _is_host_name(host)  # with a colon: IPv6, which urlsplit has checked
    return url if can_be and port != 0 else None


def _is_host_name(host: str) -> bool:
    """Return whether programs can look this name up: ASCII, with labels of up to 63 letters."""
    return len(host) <= _LONGEST and all(map(_LABEL.fullmatch, host.removesuffix(".").split(".")))
