"""A machine on which no other thread can be started."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

NO_ROOM = 1 << 46  # bytes of stack for each thread


@contextmanager
def no_more_threads() -> Iterator[None]:
    before = threading.stack_size(NO_ROOM)
    try:
        yield
    finally:
        threading.stack_size(before)
