"""Compute the bytes of each object of a PDF once, and the references to its pages.

Patches `pydyf.PDF.write`, which asks each object for its bytes twice, for the file and for the checksum in
its trailer, and so compresses each stream twice. Nothing changes an object while the file is written, so its
bytes are kept from the first time. `pydyf.PDF.page_references` writes the references to all pages each time
that it is asked for one, which is for each tag: they are kept until there is another page.

Waits for: no upstream issue known (CourtBouillon/pydyf).
"""

from functools import cache, cached_property
from typing import IO, Any

import pydyf

_write = pydyf.PDF.write
_page_references = pydyf.PDF.page_references.fget

NUMBERS = 3  # in a reference of the list of pages


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


def page_references(self: Any) -> tuple[bytes, ...]:
    """Take the place of `PDF.page_references`."""
    known: tuple[bytes, ...] = self.__dict__.get("known_references", ())
    if NUMBERS * len(known) != len(self.pages["Kids"]):
        known = self.known_references = _page_references(self)
    return known


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
    pydyf.PDF.page_references = property(page_references)
