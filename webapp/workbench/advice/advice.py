"""One piece of advice."""

from __future__ import annotations

from typing import NamedTuple


class Advice(NamedTuple):
    """Why a finding matters, and how to mend it: a sentence each."""

    why: str
    mend: str
