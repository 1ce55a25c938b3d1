"""Calls to and fro at any depth take memory for their frames once."""

from __future__ import annotations

import pytest

from webapp.child_process.frame_room import with_frame_room

resource = pytest.importorskip("resource")

CALLS, DEPTHS = 500, 200


def leaf() -> tuple[int, ...]:
    """Have a larger frame than what calls it, so that it is the first not to fit at some depth."""
    one = 1
    return (one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one)


def call_below(depth: int) -> int:
    """Call a function again and again below so many frames, and return the page faults of that."""
    if depth:
        return call_below(depth - 1)
    before = page_faults()
    for _ in range(CALLS):
        leaf()
    return page_faults() - before


@with_frame_room
def call_below_with_room(depth: int) -> int:
    return call_below(depth)


def page_faults() -> int:
    faults: int = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    return faults


def test_takes_the_memory_of_frames_once() -> None:
    assert max(map(call_below, range(DEPTHS))) >= CALLS, "Python no longer gives chunks back: no room needed"
    assert max(map(call_below_with_room, range(DEPTHS))) < CALLS


def test_returns_what_the_function_returns() -> None:
    @with_frame_room
    def added(first: int, *, second: int) -> int:
        return first + second

    assert added(1, second=2) == 3
