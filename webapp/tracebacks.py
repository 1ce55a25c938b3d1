"""What a log says of an error that nobody expected: its messages may hold answers, its traceback does not."""

from collections.abc import Iterator
from itertools import islice
from traceback import format_tb
from types import TracebackType

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
"""What `sys.exc_info` returns."""

MOST_CAUSES = 10


def traceback_of(error: BaseException) -> str:
    """Return the type and the traceback of an error and of its causes, without their messages."""
    return "caused by ".join(
        f"{type(one).__name__}\n{''.join(format_tb(one.__traceback__))}"
        for one in islice(_with_causes(error), MOST_CAUSES)
    ).rstrip()


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
