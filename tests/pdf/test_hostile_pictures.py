"""Files that are no photo of a page: each is refused with a sentence, and takes little memory."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, cast

import pikepdf
from PIL import Image

from tests import photos
from tests.pdf.forms import form_pdf, small_form, whole_form
from tests.project import ROOT
from webapp.child_process.messages import read_message, write_message
from webapp.paper.recognition.process import INDEX, READ, REFUSED
from webapp.paper.recognition.reader import COMMAND, MOST_FILE

MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
print(os.wait4(process.pid, 0)[2].ru_maxrss, file=sys.stderr)
"""
# Runs a command, and writes its peak of memory. It is small itself: a peak begins at that of the parent.

MOST_MEMORY = 300 * 1024  # kB of the process and of its children, with their libraries
PAGE = (1700, 2200)

Make = Callable[[], bytes]


def picture(mode: str, size: tuple[int, int], kind: str, colour: str = "white", **how: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **how)
    return out.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], object], **how: object) -> bytes:
    """A PDF of one empty page, changed."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def deflated(size: int) -> bytes:
    """`size` zero bytes, packed (RFC 1950): one MiB is packed once, and counts as many times."""
    packer, times = zlib.compressobj(9, wbits=-zlib.MAX_WBITS), size >> 20
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = ((times << 20) % 65_521 << 16) + 1  # Adler-32 of zeros
    return b"\x78\xda" + block * times + packer.flush() + checksum.to_bytes(4)


def with_large_image(opened: pikepdf.Pdf) -> None:
    """Draw an image of 432 MB, which is packed small, over the page."""
    width = height = 12_000
    image = pikepdf.Stream(opened, deflated(width * height * 3))
    image.Filter, image.Type, image.Subtype = (
        pikepdf.Name.FlateDecode,
        pikepdf.Name.XObject,
        pikepdf.Name.Image,
    )
    image.Width, image.Height, image.BitsPerComponent = width, height, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    page = opened.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=opened.make_indirect(image)))
    page.Contents = opened.make_stream(b"612 0 0 792 0 0 cm /I Do")


def with_drawing_in_itself(opened: pikepdf.Pdf) -> None:
    """Draw a form that draws itself, many times over."""
    form = opened.make_stream(b"/F Do " * 50)
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 612, 792])
    form.Resources = opened.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    opened.pages[0].Contents = opened.make_stream(b"/F Do")


def with_long_drawing(opened: pikepdf.Pdf) -> None:
    """Draw by a description of 400 MB, packed small."""
    drawing = pikepdf.Stream(opened, deflated(400 << 20))
    drawing.Filter = pikepdf.Name.FlateDecode
    opened.pages[0].Contents = opened.make_indirect(drawing)


def deep_pdf() -> bytes:
    """A PDF with a list in a list, and so on."""
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000 + b"\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF"


def huge_tiff() -> bytes:
    """A TIFF that claims to have 3,600 megapixels, and has none."""
    tags = (
        (256, 60_000),
        (257, 60_000),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, 60_000),
        (279, 9),
    )
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4)


def png_with_a_long_text() -> bytes:
    """A page of a PNG with a comment of 400 MB, packed small."""
    body = b"zTXt" + b"Comment\0\0" + deflated(400 << 20)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    whole = picture("L", PAGE, "PNG")
    head = 8 + 25  # the sign of the file and its first chunk
    return whole[:head] + chunk + whole[head:]


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("form.pdf", form_pdf(small_form()))
    return out.getvalue()


def two_pages() -> bytes:
    sheets = [photos.printed(form_pdf(whole_form()), page, 150) for page in (1, 2)]
    both = Image.new("L", (sheets[0].width * 2, sheets[0].height), 255)
    for at, sheet in enumerate(sheets):
        both.paste(sheet, (at * sheet.width, 0))
    out = io.BytesIO()
    both.save(out, "PNG")
    return out.getvalue()


def half_a_page() -> bytes:
    sheet = photos.printed(form_pdf(small_form()), 1, 300)
    out = io.BytesIO()
    sheet.crop((0, 0, sheet.width, sheet.height // 2)).save(out, "PNG")
    return out.getvalue()


def locked() -> bytes:
    return pdf(lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b"))


def boxed(width: int, height: int) -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        opened.pages[0].MediaBox = pikepdf.Array([0, 0, width, height])

    return pdf(change)


NO_PICTURE, DAMAGED, TOO_LARGE, TOO_MUCH_WORK = (
    "This is no picture and no PDF",
    "This file is damaged",
    "This picture is too large",
    "Reading this file takes more time or memory",
)
NO_PAGE, EMPTY, TOO_SMALL = "No page of a form was found", "This page is empty", "This picture is too small"

FILES: Mapping[str, tuple[Make, str]] = {
    "nothing": (lambda: b"", NO_PICTURE),
    "a page of the web": (lambda: b"<html>", NO_PICTURE),
    "a GIF": (lambda: picture("L", PAGE, "GIF"), NO_PICTURE),
    "a program": (lambda: b"\x7fELF" + bytes(5000), NO_PICTURE),
    "an archive": (archive, NO_PICTURE),
    "an archive that says it is a PDF": (lambda: b"%PDF-1.7\n" + archive(), DAMAGED),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(50), "This photo is a HEIC file"),
    "an empty page": (lambda: picture("L", PAGE, "PNG"), EMPTY),
    "a dark picture": (lambda: picture("L", PAGE, "PNG", colour="black"), NO_PAGE),
    "a thumbnail": (lambda: picture("L", (200, 300), "JPEG"), TOO_SMALL),
    "100 megapixels": (lambda: picture("1", (10_000, 10_000), "PNG", compress_level=1), TOO_LARGE),
    "100 megapixels in a JPEG": (lambda: picture("L", (10_000, 10_000), "JPEG"), TOO_LARGE),
    "a JPEG that must be held whole": (
        lambda: picture("RGB", (7_200, 7_200), "JPEG", progressive=True, subsampling=0), TOO_LARGE,
    ),
    "a JPEG in grey that must be held whole": (
        lambda: picture("L", (7_200, 7_200), "JPEG", progressive=True), EMPTY,
    ),
    "a JPEG of the most colours that are held": (
        lambda: picture("RGB", (5_400, 5_500), "JPEG", progressive=True, subsampling=0), EMPTY,
    ),
    "a scan in a PDF with 800 dots an inch": (lambda: picture("RGB", (6_800, 8_800), "PDF"), TOO_LARGE),
    "a large picture in colours": (
        lambda: picture("RGBA", (5_900, 6_000), "PNG", compress_level=1), TOO_LARGE,
    ),
    "a huge TIFF": (huge_tiff, TOO_LARGE),
    "a TIFF of decimals": (
        lambda: picture("F", (5_900, 6_000), "TIFF", compression="tiff_adobe_deflate"), EMPTY,
    ),
    "a PNG with a long text": (png_with_a_long_text, DAMAGED),
    "a JPEG cut off": (lambda: picture("RGB", PAGE, "JPEG")[:9000], DAMAGED),
    "a PNG cut off": (lambda: form_png()[:-20_000], DAMAGED),
    "a PDF cut off": (lambda: form_pdf(small_form())[:9_000], DAMAGED),
    "a damaged PDF": (lambda: b"%PDF-1.7\n%%EOF", DAMAGED),
    "a PDF with a password": (locked, "This PDF is locked with a password"),
    "a PDF of 3,000 pages": (
        lambda: pdf(lambda opened: [opened.add_blank_page() for _ in range(3000)]),
        "This PDF has too many pages",
    ),
    "a PDF of a square mile": (lambda: boxed(4_600_000, 4_600_000), EMPTY),
    "a PDF of a thread": (lambda: boxed(14_400, 1), TOO_SMALL),
    "a PDF that unpacks to 432 MB": (lambda: pdf(with_large_image), TOO_LARGE),
    "a PDF with a drawing of 400 MB": (lambda: pdf(with_long_drawing), TOO_MUCH_WORK),
    "a PDF that draws itself": (lambda: pdf(with_drawing_in_itself), TOO_MUCH_WORK),
    "a deep PDF": (deep_pdf, DAMAGED),
    "half a page": (half_a_page, "Fewer than three of the four corner squares"),
    "two pages": (two_pages, "Several pages are in one picture"),
}  # fmt: skip


def form_png() -> bytes:
    out = io.BytesIO()
    photos.printed(form_pdf(small_form()), 1, 200).save(out, "PNG")
    return out.getvalue()


class MeasuredProcess:
    """The reading process, whose memory is known once it has ended; what it writes is in `folder`."""

    def __init__(self, folder: Path) -> None:
        pipe = subprocess.PIPE
        command = (sys.executable, "-c", MEASURE, *COMMAND)
        self._process = subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        )

    def read(self, file: bytes) -> bytes:
        assert len(file) <= MOST_FILE
        write_message(cast("IO[bytes]", self._process.stdin), INDEX.pack(0) + file)
        reply = read_message(cast("IO[bytes]", self._process.stdout))
        assert reply is not None
        return reply

    def end(self) -> int:
        """End it, and return its peak of memory, or that of its largest child, in kB."""
        _, written = self._process.communicate()
        return int(written.split()[-1])


def test_files_that_are_no_page_are_refused_with_a_sentence_in_little_memory(tmp_path: Path) -> None:
    process = MeasuredProcess(tmp_path)
    replies = {name: process.read(make()) for name, (make, _) in FILES.items()}
    good = process.read(form_png())
    memory = process.end()
    wrong = {
        name: reply[:200]
        for name, reply in replies.items()
        if reply[:1] != REFUSED or not reply[1 + INDEX.size :].startswith(FILES[name][1].encode())
    }
    assert wrong == {}
    assert good[:1] == READ  # the next person's page
    assert memory < MOST_MEMORY
    assert list(tmp_path.iterdir()) == []
