"""Messages on a pipe between the pool and a render process: eight bytes of length, then the message.

A job is a pickled view; a reply is PRINTED and the PDF, or FAILED and the name of what went wrong. LESSON and
the pickled view of somebody who is made up has no reply.
"""

from __future__ import annotations

import struct
from typing import IO

PRINTED = b"P"
FAILED = b"F"
LESSON = b"L"

LENGTH = struct.Struct(">Q")


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message, or None when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None
