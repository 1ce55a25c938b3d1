"""From a PDF to the file in it that is the record. Loads the PDF library: only for the reading process."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf

from webapp.exchange.record.build_record import RECORD_NAME
from webapp.exchange.record.refusals import (
    BROKEN,
    JOINED,
    LOCKED,
    NO_RECORD,
    TOO_MUCH,
    TWO_RECORDS,
    RecordRefused,
)

MOST_RECORD = 500_000
"""Bytes of a record, unpacked: fifty times those of ours."""

MOST_FILES = 100
"""Attached files that are looked at."""

KEYS = ("/UF", "/F")
"""Under which the name of an attached file stands, and the file itself: as text of today, and as of old."""

PAGE_COUNT = re.compile(r"of a report of (\d{1,4}) pages")
"""How a report tells its length (`webapp.report.pdf.printing`)."""


def extract_attachment(pdf: bytes) -> bytes:
    """The bytes of the record. Nothing else in the file is looked at. Raises RecordRefused.

    A file that only its owner may change opens without a password, and is read like any other.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False, suppress_warnings=True) as opened:
            return _unpacked(_record_in(opened))
    except RecordRefused:
        raise
    except pikepdf.PasswordError as error:
        raise RecordRefused(LOCKED) from error
    except Exception as error:  # whatever a hostile file does to the library
        raise RecordRefused(BROKEN) from error


def _record_in(pdf: pikepdf.Pdf) -> pikepdf.Object:
    found = [spec for spec in _attached(pdf) if RECORD_NAME in _names(spec)]
    if not found:
        raise RecordRefused(NO_RECORD)
    if len(found) > 1:
        raise RecordRefused(TWO_RECORDS)
    pages = PAGE_COUNT.search(str(found[0].get("/Desc", "")))
    if pages and len(pdf.pages) > int(pages[1]):
        raise RecordRefused(JOINED)
    return next(one for key in KEYS if (one := found[0].EF.get(key)) is not None)


def _names(spec: pikepdf.Object) -> list[str]:
    """The names of an attached file: programs write one of the two, or both."""
    return [str(spec[key]) for key in KEYS if key in spec]


def _attached(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """What the catalog lists as attached, so far as it has the usual form."""
    if "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names:
        return
    for count, spec in enumerate(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles).values()):
        if count == MOST_FILES:
            raise RecordRefused(TOO_MUCH)
        if "/EF" in spec and any(key in spec.EF for key in KEYS):
            yield spec


def _unpacked(stream: pikepdf.Object) -> bytes:
    """The bytes, of which never more are unpacked than a record may have."""
    packing = stream.get("/Filter", None)
    raw = stream.read_raw_bytes()
    if packing is None:
        unpacked, is_whole = raw, True
    elif packing == pikepdf.Name.FlateDecode and "/DecodeParms" not in stream:
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(raw, MOST_RECORD + 1)
        is_whole = unpacking.eof
    else:
        raise RecordRefused(BROKEN)
    if len(unpacked) > MOST_RECORD:
        raise RecordRefused(TOO_MUCH)
    if not is_whole:
        raise RecordRefused(BROKEN)
    return unpacked


def pdf_with_attachment(content: bytes, *, user: str | None = None) -> bytes:
    """A PDF without a page that carries this as its record.

    With a password of the `user` it is locked; with "" everybody can read it, and only its owner change it.
    """
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.attachments[RECORD_NAME] = content
        lock = None if user is None else pikepdf.Encryption(owner="owner", user=user)
        pdf.save(file, encryption=lock)
    return file.getvalue()
