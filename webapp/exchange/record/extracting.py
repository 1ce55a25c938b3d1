"""From a PDF to the file in it that is the record. Loads the PDF library: only for the reading process."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf

from webapp.exchange.record.refusals import BROKEN, LOCKED, NO_RECORD, TOO_MUCH, TWO_RECORDS, RecordRefused
from webapp.exchange.record.writing import RECORD_NAME

MOST_RECORD = 500_000
"""Bytes of a record, unpacked: fifty times those of ours."""

MOST_FILES = 100
"""Attached files that are looked at."""


def extract(pdf: bytes) -> bytes:
    """The bytes of the record. Nothing else in the file is looked at. Raises RecordRefused."""
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False, suppress_warnings=True) as opened:
            if opened.is_encrypted:
                raise RecordRefused(LOCKED)
            return _unpacked(_record_in(opened))
    except RecordRefused:
        raise
    except pikepdf.PasswordError as error:
        raise RecordRefused(LOCKED) from error
    except Exception as error:  # whatever a hostile file does to the library
        raise RecordRefused(BROKEN) from error


def _record_in(pdf: pikepdf.Pdf) -> pikepdf.Object:
    found = [spec.EF.F for spec in _attached(pdf) if RECORD_NAME in map(str, (spec.UF, spec.F))]
    if not found:
        raise RecordRefused(NO_RECORD)
    if len(found) > 1:
        raise RecordRefused(TWO_RECORDS)
    return found[0]


def _attached(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """What the catalog lists as attached, so far as it has the usual form."""
    if "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names:
        return
    for count, spec in enumerate(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles).values()):
        if count == MOST_FILES:
            raise RecordRefused(TOO_MUCH)
        if all(key in spec for key in ("/UF", "/F", "/EF")) and "/F" in spec.EF:
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


def carrier(content: bytes, *, is_locked: bool = False) -> bytes:
    """A PDF without a page that carries this as its record."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.attachments[RECORD_NAME] = content
        pdf.save(file, encryption=pikepdf.Encryption(owner="owner") if is_locked else None)
    return file.getvalue()
