"""Extracting the record from a PDF. Loads the PDF library: only for the reading process."""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf

from webapp.exchange.record import refusals
from webapp.exchange.record.build_record import RECORD_NAME
from webapp.exchange.record.refusals import RecordRefused

MOST_RECORD = 500_000  # bytes of a decompressed record: fifty times the size of ours
MOST_FILES = 100  # attached files that are looked at: more are refused
KEYS = ("/UF", "/F")  # keys of an attached file and of its name: Unicode, and the older one

PAGE_COUNT = re.compile(r"of a report of (\d{1,4}) pages")
"""The page count in the description of the attachment (`webapp.report.pdf.printing`)."""


def extract_attachment(pdf: bytes) -> bytes:
    """Return the bytes of the record, and look at nothing else in the file. Raise RecordRefused.

    A file that only its owner may change opens without a password, and is read like any other.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False, suppress_warnings=True) as opened:
            return _decompressed(_record_in(opened))
    except RecordRefused:
        raise
    except pikepdf.PasswordError as error:
        raise RecordRefused(refusals.LOCKED) from error
    except Exception as error:  # whatever a hostile file does to the library
        raise RecordRefused(refusals.BROKEN) from error


def _record_in(pdf: pikepdf.Pdf) -> pikepdf.Object:
    found = [spec for spec in _attached(pdf) if RECORD_NAME in _names(spec)]
    if not found:
        raise RecordRefused(refusals.NO_RECORD)
    if len(found) > 1:
        raise RecordRefused(refusals.TWO_RECORDS)
    pages = PAGE_COUNT.search(str(found[0].get("/Desc", "")))
    if pages and len(pdf.pages) > int(pages[1]):
        raise RecordRefused(refusals.JOINED)
    return next(one for key in KEYS if (one := found[0].EF.get(key)) is not None)


def _names(spec: pikepdf.Object) -> list[str]:
    """Return the names of an attached file: programs write one of the two, or both."""
    return [str(spec[key]) for key in KEYS if key in spec]


def _attached(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the attached files of the catalog that have the usual form."""
    if "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names:
        return
    for count, spec in enumerate(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles).values()):
        if count == MOST_FILES:
            raise RecordRefused(refusals.TOO_MUCH)
        if "/EF" in spec and any(key in spec.EF for key in KEYS):
            yield spec


def _decompressed(stream: pikepdf.Object) -> bytes:
    """Decompress a stream, but never more bytes than a record may have. Raise RecordRefused."""
    compression = stream.get("/Filter", None)
    raw = stream.read_raw_bytes()
    if compression is None:
        content, is_whole = raw, True
    elif compression == pikepdf.Name.FlateDecode and "/DecodeParms" not in stream:
        decompressor = zlib.decompressobj()
        content = decompressor.decompress(raw, MOST_RECORD + 1)
        is_whole = decompressor.eof
    else:
        raise RecordRefused(refusals.BROKEN)
    if len(content) > MOST_RECORD:
        raise RecordRefused(refusals.TOO_MUCH)
    if not is_whole:
        raise RecordRefused(refusals.BROKEN)
    return content


def pdf_with_attachment(content: bytes, *, user: str | None = None) -> bytes:
    """Return a PDF without pages that carries this content as its record.

    A password of the `user` locks it; with "" everybody can read it, and only its owner can change it.
    """
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.attachments[RECORD_NAME] = content
        lock = None if user is None else pikepdf.Encryption(owner="owner", user=user)
        pdf.save(file, encryption=lock)
    return file.getvalue()
