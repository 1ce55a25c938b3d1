"""Who is next: things that are lent to one thread at a time."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Turns(Generic[Thing]):
    """Things to lend. Who came first is served first."""

    def __init__(self) -> None:
        self._free: list[Thing] = []
        self._line: deque[object] = deque()
        self._moved = Condition()
        self._is_over = False

    def give(self, thing: Thing) -> None:
        """Bring back a thing, or a new one. The one brought last is lent first: it is the warmest."""
        with self._moved:
            self._free.append(thing)
            self._moved.notify_all()

    def take(self, seconds: float) -> Thing | None:
        """A thing to be given back; None when it took longer than `seconds` to come to one."""
        ticket = object()

        def is_next() -> bool:
            return bool(self._free) and self._line[0] is ticket

        with self._moved:
            self._line.append(ticket)
            try:
                return self._free.pop() if self._moved.wait_for(is_next, seconds) else None
            finally:
                self._line.remove(ticket)
                self._moved.notify_all()

    def calm(self, seconds: float) -> bool:
        """Wait until a thing is free and nobody waits for one; False when that took longer, or it is over."""

        def is_calm() -> bool:
            return self._is_over or (bool(self._free) and not self._line)

        with self._moved:
            return self._moved.wait_for(is_calm, seconds) and not self._is_over

    def over(self) -> None:
        """There will be no calm any more."""
        with self._moved:
            self._is_over = True
            self._moved.notify_all()
