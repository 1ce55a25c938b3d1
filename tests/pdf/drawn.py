"""What is drawn on the pages of a PDF: whether all that was opened is closed, and where words and ink are."""

from __future__ import annotations

import html
import io
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

import pikepdf
from PIL import Image
from pypdf import PdfReader

PAIRS = {"q": "Q", "BT": "ET", "BMC": "EMC", "BDC": "EMC"}
"""What closes what."""

WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', re.DOTALL
)

ASIDE = 0.6
"""Points that one word may reach into another: rounding, and letters that lean."""

FOOT = 0.12
"""The part of a page in which its foot stands, at most."""

DARK = 160


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def meets(self, other: Word) -> bool:
        """Whether one is printed over the other: lines may be closer than their letters are tall."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        least = min(self.bottom - self.top, other.bottom - other.top)
        return across > ASIDE and down > 0.4 * least


def open_at_the_end(pdf: bytes) -> list[str]:
    """What is closed without being open, or stays open, on each page and in each picture drawn on one."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        streams: list[tuple[str, pikepdf.Object]] = [
            (f"page {number}", page.obj) for number, page in enumerate(opened.pages, 1)
        ]
        streams += [
            (f"picture {one.objgen[0]}", one)
            for one in opened.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
        ]
        return [f"{name}: {fault}" for name, stream in streams for fault in _faults(stream)]


def _faults(stream: pikepdf.Object) -> Iterator[str]:
    states: list[str] = []
    marks: list[str] = []
    for one in pikepdf.parse_content_stream(stream):
        name = str(one.operator)
        kept = marks if name in ("BMC", "BDC", "EMC") else states
        if name in PAIRS:
            kept.append(name)
        elif name in PAIRS.values() and (not kept or PAIRS[kept.pop()] != name):
            yield f"{name} closes what is not open"
            return
    if states or marks:
        yield f"left open: {' '.join(states + marks)}"


def words_of(pdf: bytes) -> list[list[Word]]:
    """The words of each page with their places, in points."""
    read = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    _, *pages = read.stdout.decode().split("<page ")
    return [
        [_word(html.unescape(text), *map(float, place)) for *place, text in WORD.findall(page)]
        for page in pages
    ]


def _word(text: str, left: float, top: float, right: float, bottom: float) -> Word:
    return Word(left, top, right, bottom, text)


def collisions(pdf: bytes) -> list[str]:
    """Words that are printed over each other."""
    return [
        f"page {number}: {one.text} over {other.text}"
        for number, words in enumerate(words_of(pdf), 1)
        for one, other in _near(words)
        if one.meets(other)
    ]


def _near(words: list[Word]) -> Iterator[tuple[Word, Word]]:
    """The pairs that share some height: no others can meet, and few do."""
    sorted_words = sorted(words, key=attrgetter("top"))
    for number, one in enumerate(sorted_words, 1):
        for other in islice(sorted_words, number, None):
            if other.top >= one.bottom:
                break
            yield one, other


def pictures_of(pdf: bytes, resolution: int = 40) -> list[Image.Image]:
    """Each page in grey."""
    command = ["pdftoppm", "-r", str(resolution), "-gray", "-"]
    read = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    pages: list[Image.Image] = []
    file = io.BytesIO(read)
    while file.tell() < len(read):
        pages.append(_page(file))
    assert pages
    return pages


def _page(file: io.BytesIO) -> Image.Image:
    magic, size, _ = file.readline(), file.readline(), file.readline()
    assert magic == b"P5\n"
    width, height = map(int, size.split())
    return Image.frombytes("L", (width, height), file.read(width * height))


def pages_without_a_foot(pdf: bytes) -> list[int]:
    """The pages on which no ink is where the page number stands, at the right below."""
    return [
        number
        for number, page in enumerate(pictures_of(pdf), 1)
        if _darkest(page.crop((page.width * 2 // 3, int(page.height * (1 - FOOT)), *page.size))) > DARK
    ]


def _darkest(picture: Image.Image) -> int:
    return next(shade for shade, count in enumerate(picture.histogram()) if count)


def letters_by_size(pdf: bytes) -> Counter[float]:
    """How many letters are printed in each size, in points."""
    sizes: Counter[float] = Counter()

    def note(text: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        scale = abs(matrix[3] * text_matrix[3])
        sizes[round(size * scale, 1)] += len(text.strip())

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    return +sizes
