"""Who is next: things that are lent to one thread at a time."""

from __future__ import annotations

from collections import deque
from threading import Condition
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Turns(Generic[Thing]):
    """Things to lend. Who came first is served first; who can wait comes after all who cannot."""

    def __init__(self) -> None:
        self._free: list[Thing] = []
        self._line: deque[object] = deque()
        self._patient_line: deque[object] = deque()
        self._moved = Condition()

    @property
    def waiting(self) -> int:
        """How many wait, of those who cannot wait long."""
        return len(self._line)

    def give(self, thing: Thing) -> None:
        """Bring back a thing, or a new one. The one brought last is lent first: it is the warmest."""
        with self._moved:
            self._free.append(thing)
            self._moved.notify_all()

    def take(self, seconds: float, *, can_wait: bool = False) -> Thing | None:
        """A thing to be given back; None when it took longer than `seconds` to come to one."""
        line, ticket = self._patient_line if can_wait else self._line, object()

        def is_next() -> bool:
            return bool(self._free) and line[0] is ticket and not (can_wait and self._line)

        with self._moved:
            line.append(ticket)
            try:
                return self._free.pop() if self._moved.wait_for(is_next, seconds) else None
            finally:
                line.remove(ticket)
                self._moved.notify_all()
