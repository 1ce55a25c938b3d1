"""Photos and scans of a form with known marks, read back: python -m benchmarks.paper [PAGES] [SEED].

Every page is rasterised from the real PDF, marked with made-up pens, and taken by a made-up camera or scanner
(tests/photos.py). One in ten has a correction: a box that is filled in, which always goes to a person.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from tests import photos
from tests.pdf.forms import form_pdf, layout_of, whole_form
from webapp.paper.layout import BoxPlace
from webapp.paper.marks import BoxInk, Mark, mark_of
from webapp.paper.recognition.measure import measure
from webapp.paper.recognition.pictures import read_page
from webapp.paper.recognition.refusals import PictureRefused
from webapp.paper.recognition.straighten import straighten

MARKED_SHARE, CORRECTED_PAGES = 0.25, 0.1
WANTED = {"": Mark.EMPTY, "x": Mark.MARKED, "filled": Mark.FILLED}


def marks_for(boxes: tuple[BoxPlace, ...], chance: random.Random) -> dict[str, str]:
    """Return made-up marks: a quarter of the boxes, now and then with one that was taken back."""
    marks = {box.key: "x" for box in boxes if chance.random() < MARKED_SHARE}
    if marks and chance.random() < CORRECTED_PAGES:
        marks[chance.choice(list(marks))] = "filled"
    return marks


def outcome(ink: BoxInk, wanted: Mark) -> str:
    """Return "" for a box that is read right, "asked" for one that a person must look at, or "WRONG"."""
    read = mark_of(ink)
    return "" if read is wanted else "asked" if read is Mark.UNCLEAR else "WRONG"


def main(pages: int, seed: int) -> None:
    """Take the photos, read them, and print what was asked and what was wrong."""
    pdf, layout = form_pdf(whole_form()), layout_of(whole_form())
    sheets = {page: photos.printed(pdf, page) for page in range(1, layout.pages + 1)}
    counts: Counter[str] = Counter()
    times: list[float] = []
    for number in range(pages):
        chance = random.Random(f"{seed} {number}")  # noqa: S311  pictures
        page = number % layout.pages + 1
        boxes = layout.on(page)
        marks = marks_for(boxes, chance)
        pen, shot = photos.pen(chance), photos.shot(chance)
        file = photos.taken(photos.marked(sheets[page], boxes, marks, pen, chance), shot, chance)
        began = time.process_time()
        try:
            inks = measure(straighten(read_page(file, 0)).grey, boxes)
        except PictureRefused as refusal:
            counts["pages refused"] += 1
            print(number, refusal.sentence, shot)
            continue
        times.append(time.process_time() - began)
        for box, ink in zip(boxes, inks, strict=True):
            found = outcome(ink, WANTED[marks.get(box.key, "")])
            counts.update(["boxes", found])
            if found:
                print(number, box.key, found, ink, pen, shot)
    times.sort()
    print(dict(counts))
    print(f"asked {counts['asked'] / counts['boxes']:.3%}, wrong {counts['WRONG']}")
    print(f"CPU a page: median {times[len(times) // 2] * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [500, 1][len(given) :]))
