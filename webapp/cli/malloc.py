"""Options of the C library's allocator for processes that run for weeks."""

import ctypes

# glibc, malloc.h
_MMAP_THRESHOLD = -3
_ARENA_MAX = -8

_LARGE = 1024 * 1024
_ARENAS = 2


def return_freed_memory() -> None:
    """Return large freed blocks to the system at once, and let threads share arenas.

    Otherwise glibc keeps the 16 MiB of a slow hash for each thread that computed one. Call this before
    threads start. Other C libraries are left alone.
    """
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, TypeError, AttributeError):  # Windows, macOS
        return
    set_option(_MMAP_THRESHOLD, _LARGE)
    set_option(_ARENA_MAX, _ARENAS)
