"""The objects of a PDF, each written once, and quicker.

Replaces `pydyf.PDF.write`: it puts the bytes of all objects together twice, for the file and for its
checksum, and compresses the streams twice with it. Nothing changes an object while it is written, so its
bytes are kept from the first time. It replaces `pydyf.Stream.data`, which presses streams as hard as can be:
the only way here that gives other bytes (`press`). And it replaces `pydyf._to_bytes` and the `data` of
dictionaries, arrays and strings, which some 20,000 values of a report go through: the same answers, with the
frequent kinds first. The other kinds are left to the library.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import IO, Any

import pydyf

MARKED = frozenset("()\\")
"""The letters that have to be marked in a string."""

LEVEL = 7
"""Of 9 that zlib has: a quarter of the time that the last takes, and files that are 1.4 % larger."""

_to_bytes = pydyf._to_bytes
_write = pydyf.PDF.write
_string = pydyf.String.data.fget


def to_bytes(item: Any) -> bytes:
    """A value as it stands in the file."""
    kind = type(item)
    if kind is bytes:
        written = item
    elif kind is str:
        written = item.encode("ascii")
    elif kind is int:
        written = b"%d" % item
    elif kind is float:
        number = str(int(item)) if item.is_integer() else f"{item:f}".rstrip("0")
        written = number.encode("ascii")
    else:
        written = _to_bytes(item)
    return written  # type: ignore[no-any-return]


def dictionary(self: Any) -> bytes:
    """The dictionary as it stands in the file."""
    parts = [b"<<"]
    for key, value in self.items():
        parts.append(named(key))
        parts.append(value if type(value) is bytes else to_bytes(value))
    parts.append(b">>")
    return b"".join(parts)


@lru_cache(512)
def named(key: str) -> bytes:
    """The name of an entry, and what stands around it."""
    return b"/%b " % to_bytes(key)


def array(self: Any) -> bytes:
    """The list as it stands in the file."""
    return b"[%b]" % b" ".join(each(self))


def each(items: Iterable[Any]) -> list[bytes]:
    """Values as they stand in the file."""
    return [one if type(one) is bytes else to_bytes(one) for one in items]


def string(self: Any) -> bytes:
    """The text as it stands in the file."""
    text = self.string
    if type(text) is str and text.isascii() and MARKED.isdisjoint(text):
        return b"(%b)" % text.encode("ascii")
    return _string(self)  # type: ignore[no-any-return]


def stream(self: Any) -> bytes:
    """The stream as it stands in the file, pressed."""
    content, entries = b"\n".join(each(self.stream)), pydyf.Dictionary(self.extra.copy())
    if self.compress:
        entries["Filter"] = "/FlateDecode"
        content = zlib.compress(content, LEVEL)
    entries["Length"] = len(content)
    return b"\n".join((entries.data, b"stream", content, b"endstream"))


class WrittenPDF(pydyf.PDF):  # type: ignore[misc]  # the library ships no types
    """A document that is being written. What is still added to it is finished as well."""

    def add_object(self, object_: Any) -> None:
        super().add_object(object_)
        finish(object_)


def write(self: Any, output: IO[bytes], *args: Any, **kwargs: Any) -> None:
    """Write the document."""
    for object_ in self.objects:
        if object_.free != "f":
            finish(object_)
    self.__class__ = WrittenPDF
    _write(self, output, *args, **kwargs)


def finish(object_: Any) -> None:
    """From now on the object keeps its bytes."""
    object_.__class__ = finished(object_.__class__)


@cache
def finished(kind: Any) -> Any:
    """The kind of object, with its bytes kept."""
    data = cached_property(kind.data.fget)
    made = type(kind.__name__, (kind,), {"data": data})
    data.__set_name__(made, "data")
    return made


def press() -> None:
    """Put in place what gives other bytes."""
    pydyf.Stream.data = property(stream)


def hasten() -> None:
    """Put all in place."""
    press()
    pydyf._to_bytes = to_bytes
    pydyf.PDF.write = write
    pydyf.Dictionary.data = property(dictionary)
    pydyf.Array.data = property(array)
    pydyf.String.data = property(string)
