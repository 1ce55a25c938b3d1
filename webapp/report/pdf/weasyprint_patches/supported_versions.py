"""The versions that the shorter ways were tested with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version

TESTED: Mapping[str, frozenset[str]] = {
    "weasyprint": frozenset(("70.0",)),
    "pydyf": frozenset(("0.13.0",)),
    "cssselect2": frozenset(("0.10.1",)),
}
"""Add one here when `tests/pdf/test_speed.py` passes with it."""


def untested(version_of: Callable[[str], str] = version) -> str:
    """What has a version that was not tested, in words; nothing if all have."""
    found = {name: version_of(name) for name in TESTED}
    return ", ".join(f"{name} {found[name]}" for name in TESTED if found[name] not in TESTED[name])
