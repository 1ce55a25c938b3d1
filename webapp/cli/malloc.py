"""What a process that serves for weeks asks of the C library's allocator."""

from __future__ import annotations

import ctypes

# Of glibc's malloc.h.
_MMAP_THRESHOLD = -3
_ARENA_MAX = -8

_LARGE = 1024 * 1024
_ARENAS = 2


def return_freed_memory() -> None:
    """Let large blocks go back to the system as soon as they are freed, and threads share arenas.

    Otherwise glibc keeps the 16 MiB of a slow hash for good, once for each thread that computed one.
    To be called before threads start; where the C library is another, nothing happens.
    """
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, TypeError, AttributeError):  # Windows has no such thing, and macOS no mallopt
        return
    set_option(_MMAP_THRESHOLD, _LARGE)
    set_option(_ARENA_MAX, _ARENAS)
