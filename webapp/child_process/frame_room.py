"""Room for the frames of calls, taken once.

Python keeps the frames of a thread's calls in chunks of 16 KiB. It asks the system for the next chunk when a
call does not fit, and gives it back when that call returns: work that calls to and fro over the end of a
chunk maps memory thousands of times, which took up to a fifth of the time of a report.
"""

from collections.abc import Callable
from typing import Any, TypeVar

FRAME_WORDS = 1 << 15
"""The size of a large frame in words (`co_stacksize`). Its chunk is twice that, and leaves as much for the
frames of all calls below. Memory that no call reaches is not taken.
"""

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])


def with_frame_room(function: FunctionT) -> FunctionT:
    """Give the frame of a function a chunk so large that the frames of all calls below it fit in."""
    function.__code__ = function.__code__.replace(co_stacksize=FRAME_WORDS)
    return function
