"""What runs while a page is made: the modules within a view, and how often a function is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

Profile = Callable[[FrameType, str, Any], None]


@contextmanager
def profiled(profile: Profile) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(before)


class Modules:
    """Notes the modules of `webapp.web` that run within one function."""

    def __init__(self, within: Callable[..., object]) -> None:
        self.within = within.__code__
        self.is_within = False
        self.names: set[str] = set()

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if frame.f_code is self.within:
            self.is_within = event == "call"
        name = str(frame.f_globals.get("__name__"))
        if self.is_within and name.startswith("webapp.web."):
            self.names.add(name)


class Calls:
    """Counts the calls of one function."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.code = function.__code__
        self.count = 0

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        self.count += event == "call" and frame.f_code is self.code
