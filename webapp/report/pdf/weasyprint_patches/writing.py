"""Compute the bytes of each object of a PDF once.

Patches `pydyf.PDF.write`, which asks each object for its bytes twice, for the file and for the checksum in
its trailer, and so compresses each stream twice. Nothing changes an object while the file is written, so its
bytes are kept from the first time.

Waits for: no upstream issue known (CourtBouillon/pydyf).
"""

from functools import cache, cached_property
from typing import IO, Any

import pydyf

_write = pydyf.PDF.write


class WrittenPDF(pydyf.PDF):  # type: ignore[misc]  # the library ships no types
    """A document that is being written. Objects that are added meanwhile keep their bytes too."""

    def add_object(self, object_: Any) -> None:
        super().add_object(object_)
        keep_bytes(object_)


def write(self: Any, output: IO[bytes], *args: Any, **kwargs: Any) -> None:
    """Take the place of `PDF.write`."""
    for object_ in self.objects:
        if object_.free != "f":
            keep_bytes(object_)
    self.__class__ = WrittenPDF
    _write(self, output, *args, **kwargs)


def keep_bytes(object_: Any) -> None:
    """Let an object keep its bytes from now on."""
    object_.__class__ = keeping(object_.__class__)


@cache
def keeping(cls: Any) -> Any:
    """Return a subclass whose `data` is computed once for each object."""
    data = cached_property(cls.data.fget)
    made = type(cls.__name__, (cls,), {"data": data})
    data.__set_name__(made, "data")
    return made


def apply() -> None:
    """Apply the patch."""
    pydyf.PDF.write = write
