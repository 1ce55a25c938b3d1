"""Photos and scans of a form with known marks, read back: python -m benchmarks.paper [PAGES] [SEED].

Every page is rasterised from the real PDF, marked with made-up pens (tests/pen_marks.py), and taken by a
made-up camera or scanner (tests/photos.py). Each question is answered; SLOPPY_SHARE of the marks
leave their box, are half a stroke, faint, beside it or around it; on CORRECTED_PAGES of the pages one mark
was taken back, which always goes to a person; HALF_PAGES are not whole, and must be refused. Empty and tidy
boxes of a question with a careless mark or one taken back are counted by themselves: it is in doubt anyway.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from tests import pen_marks, photos
from tests.pdf.forms import form_pdf, layout_of, whole_form
from tests.project import QUESTIONNAIRE
from webapp.paper.box_keys import BoxKey
from webapp.paper.layout import BoxPlace
from webapp.paper.marks import BoxInk, Mark, marks_of
from webapp.paper.recognition.measure import measure
from webapp.paper.recognition.printed import print_mask
from webapp.paper.recognition.refusals import PictureRefused
from webapp.paper.recognition.straighten import straight_page

MULTI_SHARE, SLOPPY_SHARE, CORRECTED_PAGES, HALF_PAGES = 0.25, 0.03, 0.1, 0.01
PLAIN, BESIDE = ("empty", "tidy"), " in a careless question"
SLOW = 0.15  # seconds of CPU that a page may take


@dataclass(frozen=True)
class Photo:
    """A photo with the marks on it, and what is in its boxes by key: nothing is read where it was refused."""

    page: int
    marks: dict[str, str]
    pen: pen_marks.Pen
    shot: photos.Shot
    read: dict[str, tuple[BoxInk, Mark]]
    seconds: float
    refusal: str = ""


def marks_for(boxes: tuple[BoxPlace, ...], chance: random.Random) -> dict[str, str]:
    """Return made-up marks by the key of their box, as many as a question may have."""
    marks: dict[str, str] = {}
    for (question, _), each in groupby(boxes, _group):
        keys = [box.key for box in each]
        is_multi = QUESTIONNAIRE.questions[question].kind == "multi"
        ticked = [key for key in keys if chance.random() < MULTI_SHARE] if is_multi else [chance.choice(keys)]
        marks.update({key: _mark(key, chance) for key in ticked})
    if marks and chance.random() < CORRECTED_PAGES:
        marks[chance.choice(list(marks))] = chance.choice(pen_marks.TAKEN_BACK)
    return marks


def _group(box: BoxPlace) -> tuple[str, int]:
    """Return the question of a box, and the power of ten of its amount: one box of each may be marked."""
    key = BoxKey.parse(box.key)
    return key.question, math.floor(math.log10(key.amount)) if key.amount else 0


def _mark(key: str, chance: random.Random) -> str:
    if chance.random() >= SLOPPY_SHARE:
        return "x"
    kind = chance.choice(pen_marks.SLOPPY)
    # A mark between two amounts of a row may be of either.
    return "off" if kind == "beside" and BoxKey.parse(key).amount is not None else kind


def take(pages: int, seed: int) -> Iterator[Photo]:
    """Yield photos of made-up forms, each read."""
    pdf, layout = form_pdf(whole_form()), layout_of(whole_form())
    sheets = {page: photos.printed(pdf, page) for page in range(1, layout.pages + 1)}
    masks = {page: print_mask(straight_page(pdf, page - 1).grey) for page in sheets}
    for number in range(pages):
        chance = random.Random(f"{seed} {number}")  # noqa: S311  pictures
        page = number % layout.pages + 1
        boxes = layout.on(page)
        marks = marks_for(boxes, chance)
        pen, shot = pen_marks.pen(chance), photos.shot(chance)
        if chance.random() < HALF_PAGES:
            shot = replace(shot, cut=0.5)
        marked = pen_marks.marked(sheets[page], boxes, marks, pen, chance)
        file = photos.taken(marked, shot, chance, in_colour=True)
        inks: tuple[BoxInk, ...] = ()
        began, refusal = time.process_time(), ""
        try:
            inks = measure(straight_page(file, 0).grey, boxes, masks[page])
        except PictureRefused as refused:
            refusal = refused.sentence
        seconds, states = time.process_time() - began, marks_of(inks)
        keys = (box.key for box in boxes)
        read = dict(zip(keys, zip(inks, states, strict=True), strict=not refusal))
        yield Photo(page, marks, pen, shot, read, seconds, refusal)


def outcome(read: Mark, wanted: Mark) -> str:
    """Return "" for a box that is read right, "asked" for one that a person must look at, or "WRONG"."""
    return "" if read is wanted else "asked" if read in (Mark.UNCLEAR, Mark.FILLED) else "WRONG"


def kind_of(mark: str) -> str:
    """Return what is counted together: boxes without a mark, tidy and sloppy marks, and those taken back."""
    if mark in pen_marks.SLOPPY:
        return "sloppy"
    return {"": "empty", "x": "tidy"}.get(mark, "taken back")


def careless_questions(marks: dict[str, str]) -> set[str]:
    """Return the questions at which a person must look: they have a sloppy mark, or one taken back."""
    return {BoxKey.parse(key).question for key, mark in marks.items() if mark != "x"}


def main(pages: int, seed: int) -> None:
    """Take the photos, read them, and print what was asked and what was wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    refused: Counter[bool] = Counter()
    times: list[float] = []
    for number, photo in enumerate(take(pages, seed)):
        times.append(photo.seconds)
        if photo.seconds > SLOW:
            print(number, f"slow: {photo.seconds * 1000:.0f} ms", photo.shot)
        if photo.refusal or photo.shot.cut:
            refused[bool(photo.shot.cut)] += 1
            print(number, photo.refusal or "NOT REFUSED", photo.shot)
        careless = careless_questions(photo.marks)
        for key, (ink, read) in photo.read.items():
            mark = photo.marks.get(key, "")
            found, kind = outcome(read, pen_marks.meant(mark)), kind_of(mark)
            is_beside = kind in PLAIN and BoxKey.parse(key).question in careless
            counts[f"{kind}{BESIDE}" if is_beside else kind, found] += 1
            if found == "WRONG":
                print(number, key, mark, found, ink, photo.pen, photo.shot)
    _show(counts, refused, sorted(times))


def _show(counts: Counter[tuple[str, str]], refused: Counter[bool], times: list[float]) -> None:
    total = counts.total()
    careless = [kind + BESIDE for kind in PLAIN]
    for kind in (*PLAIN, *careless, "sloppy", "taken back"):
        right, asked, wrong = (counts[kind, found] for found in ("", "asked", "WRONG"))
        print(f"{kind}: {right + asked + wrong} boxes, {asked} asked, {wrong} wrong")
    read, read_of_all = _share_read(counts, PLAIN), _share_read(counts, [*PLAIN, *careless])
    print(f"empty and tidy boxes read {read:.3%}; with those in careless questions {read_of_all:.3%}")
    asked = sum(count for (kind, found), count in counts.items() if found == "asked" and kind != "taken back")
    wrong = sum(count for (_, found), count in counts.items() if found == "WRONG")
    print(f"{total} boxes, asked {asked / total:.3%} besides those taken back, wrong {wrong}")
    print(f"pages refused: {refused[False]} whole ones, {refused[True]} of half a page")
    print(f"CPU a page: median {times[len(times) // 2] * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms")


def _share_read(counts: Counter[tuple[str, str]], kinds: Collection[str]) -> float:
    total = sum(count for (kind, _), count in counts.items() if kind in kinds)
    return sum(counts[kind, ""] for kind in kinds) / total


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [500, 1][len(given) :]))
