"""Host names in addresses that an operator writes."""

import re

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_LONGEST = 253


def is_host_name(host: str) -> bool:
    """Return whether programs can look this name up: ASCII, with labels of up to 63 letters."""
    return len(host) <= _LONGEST and all(map(_LABEL.fullmatch, host.removesuffix(".").split(".")))
