"""One piece of advice."""

from typing import NamedTuple


class Advice(NamedTuple):
    """Why a finding matters, and how to mend it: a sentence each."""

    why: str
    mend: str
