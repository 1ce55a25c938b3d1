"""Messages on a pipe: eight bytes of length, big-endian, then the message."""

import os
import struct
import sys
from typing import IO

LENGTH = struct.Struct(">Q")


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Write one message. Raise OSError when nobody reads any more."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_message(stream: IO[bytes], max_bytes: int = sys.maxsize) -> bytes | None:
    """Return the next message, or None when the other side is gone or sends more than `max_bytes`."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > max_bytes:
        return None
    message = stream.read(length)
    return message if len(message) == length else None


def take_over_stdout() -> IO[bytes]:
    """Return the child's standard output for replies alone; what else is printed goes to standard error."""
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return outbox
