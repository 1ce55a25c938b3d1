"""The versions of the renderer that the patches were tested with."""

from collections.abc import Callable, Mapping
from importlib.metadata import version

SUPPORTED: Mapping[str, frozenset[str]] = {
    "weasyprint": frozenset(("70.0",)),
    "pydyf": frozenset(("0.13.0",)),
    "cssselect2": frozenset(("0.10.1",)),
}
"""Add a version when `tests/pdf/test_weasyprint_patches.py` and `script/try-weasyprint` pass with it."""


def unsupported_versions(version_of: Callable[[str], str] = version) -> str:
    """Return the installed packages whose version was not tested ("pydyf 99.0"), or "" for none."""
    found = {name: version_of(name) for name in SUPPORTED}
    return ", ".join(f"{name} {found[name]}" for name in SUPPORTED if found[name] not in SUPPORTED[name])
