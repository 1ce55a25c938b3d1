"""Boxes drawn on a small page, and what is measured and read in them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from webapp.paper.layout import BoxPlace
from webapp.paper.marks import Mark, marks_of
from webapp.paper.recognition.measure import measure
from webapp.paper.recognition.printed import print_mask

SIZE, SIDE, PITCH, FIRST = 800, 32, 48, 100  # dots
FINE = 4  # times finer, everything is drawn first
PENCIL, PEN = 150, 40
BOXES = tuple(
    BoxPlace(
        f"{row}{column}", 1, round(12.5 * (FIRST + PITCH * column)), round(12.5 * (FIRST + PITCH * row)), 400
    )
    for row in range(3)
    for column in range(5)
)
"""Three rows of five boxes, as close as those of amounts and of options."""

Draw = Callable[[ImageDraw.ImageDraw], None]


def page(*draw: Draw) -> Image.Image:
    sheet = Image.new("L", (SIZE * FINE, SIZE * FINE), 255)
    pen = ImageDraw.Draw(sheet)
    for one in draw:
        one(pen)
    for box in BOXES:
        left, top = (round(at / 12.5) * FINE for at in (box.left, box.top))
        edge = SIDE * FINE - 1
        pen.rectangle((left, top, left + edge, top + edge), outline=0, width=2 * FINE)
    return sheet.reduce(FINE)


def read(*draw: Draw, blur: float = 0.0, prints: tuple[Draw, ...] = ()) -> dict[str, Mark]:
    """What is read on a page with these drawings, where `prints` is on the blank one, too."""
    seen = page(*draw, *prints).filter(ImageFilter.GaussianBlur(blur))
    inks = measure(np.asarray(seen), BOXES, print_mask(np.asarray(page(*prints))))
    return {box.key: mark for box, mark in zip(BOXES, marks_of(inks), strict=True)}


def line(*points: tuple[float, float], ink: int = PEN, width: int = 4) -> Draw:
    """A stroke, with points in sides of the box in the second column of the second row."""
    at = [tuple((FIRST + PITCH + side * SIDE) * FINE for side in point) for point in points]
    return lambda pen: pen.line(at, fill=ink, width=width * FINE, joint="curve")


def circle(wide: float, high: float, width: int = 4) -> Draw:
    middle = FIRST + PITCH + SIDE / 2
    far = (-wide, -high, wide, high)
    area = [(middle + sides * SIDE) * FINE for sides in far]
    return lambda pen: pen.ellipse(area, outline=PEN, width=width * FINE)


def cross(x: float, y: float, side: float = 1) -> tuple[Draw, Draw]:
    return line((x, y), (x + side, y + side)), line((x + side, y), (x, y + side))


CROSS = cross(0, 0)


def others(marks: dict[str, Mark], *keys: str) -> set[Mark]:
    return {mark for key, mark in marks.items() if key not in keys}


@pytest.mark.parametrize("wide", [0.85, 1.05, 1.1, 1.15, 1.2, 1.25])
@pytest.mark.parametrize("blur", [0.0, 2.0])
def test_a_circle_over_the_frames_of_the_next_boxes_is_asked_about(wide: float, blur: float) -> None:
    marks = read(circle(wide, 0.92), blur=blur)
    assert marks["11"] is Mark.UNCLEAR
    assert Mark.MARKED not in marks.values()


def test_the_box_beside_a_circle_is_empty() -> None:
    marks = read(circle(0.8, 0.75))
    assert marks["11"] is Mark.UNCLEAR
    assert others(marks, "11") == {Mark.EMPTY}


def test_a_tail_beside_the_box_above_belongs_to_the_tick_below() -> None:
    marks = read(line((0.1, 0.5), (0.42, 0.95), (1.1, -0.6)))
    assert (marks["11"], marks["01"]) == (Mark.MARKED, Mark.EMPTY)


def test_a_mark_across_from_a_marked_box_is_asked_about() -> None:
    """Ink at the upper half of a box is not explained by the mark of the box below."""
    marks = read(*CROSS, line((1.15, -1.5), (1.3, -1.2)))
    assert marks["11"] is Mark.MARKED
    assert marks["01"] is Mark.UNCLEAR


def test_a_mark_before_a_box_between_two_marked_ones_is_asked_about() -> None:
    """The marks above and below explain the ends of the left side, and not its middle."""
    marks = read(*cross(-1.5, -1.5), *cross(-1.5, 1.5), *cross(-2.1, 0.2, 0.5))
    assert (marks["00"], marks["20"]) == (Mark.MARKED, Mark.MARKED)
    assert marks["10"] is Mark.UNCLEAR


def test_a_circle_between_two_marked_boxes_is_asked_about() -> None:
    marks = read(*cross(-1.5, 0), *cross(1.5, 0), circle(0.8, 0.9))
    assert marks["11"] is Mark.UNCLEAR


def test_a_tick_may_go_around_the_middle_of_its_box() -> None:
    marks = read(line((0.1, 0.6), (0.42, 0.97), (1.05, 0.1), width=3))
    assert marks["11"] is Mark.MARKED
    assert others(marks, "11") == {Mark.EMPTY}


def test_a_line_through_a_corner_of_a_box_is_asked_about() -> None:
    assert read(line((-0.2, 0.6), (0.6, -0.2)))["11"] is Mark.UNCLEAR


@pytest.mark.parametrize(
    ("steps", "width", "mark"),
    [
        (5, 5, Mark.MARKED),
        (7, 4, Mark.MARKED),
        (9, 4, Mark.UNCLEAR),
        (12, 6, Mark.FILLED),
    ],
)
def test_a_scribble_with_wide_gaps_is_a_mark_and_without_gaps_takes_one_back(
    steps: int, width: int, mark: Mark
) -> None:
    zigzag = [(0.05 + 0.9 * (step % 2), 0.03 + 0.94 * step / steps) for step in range(steps + 1)]
    assert read(line(*zigzag, width=width), blur=0.8)["11"] is mark


def crease(at: int, *, slant: int = 0, upright: bool = False) -> Draw:
    """A grey line from edge to edge, `slant` dots lower at its end."""
    ends = (0, at * FINE), (SIZE * FINE, (at + slant) * FINE)
    points = [(y, x) for x, y in ends] if upright else list(ends)
    return lambda pen: pen.line(points, fill=215, width=6 * FINE)


@pytest.mark.parametrize("slant", [0, 9])
@pytest.mark.parametrize("upright", [False, True])
def test_a_crease_through_boxes_is_no_mark(*, slant: int, upright: bool) -> None:
    fold = crease(FIRST + PITCH + SIDE // 2, slant=slant, upright=upright)
    assert set(read(fold).values()) == {Mark.EMPTY}
    marks = read(fold, *CROSS)
    assert marks["11"] is Mark.MARKED
    assert others(marks, "11") == {Mark.EMPTY}


def words(left: int, right: int) -> Draw:
    """A line of print with narrow gaps, as high as the boxes of the second row."""
    top, bottom = (FIRST + PITCH) * FINE, (FIRST + PITCH + SIDE) * FINE

    def draw(pen: ImageDraw.ImageDraw) -> None:
        for x in range(left, right, 8):
            pen.rectangle((x * FINE, top, (x + 4) * FINE, bottom), fill=0)

    return draw


def test_a_crease_is_no_mark_where_print_hides_it_for_a_while() -> None:
    fold = crease(FIRST + PITCH + SIDE // 2)
    printed = (words(350, 420), words(500, 600))
    assert set(read(fold, prints=printed).values()) == {Mark.EMPTY}
    assert read(fold, *CROSS, prints=printed)["11"] is Mark.MARKED


def test_a_grey_line_beside_print_is_asked_about() -> None:
    """Print hides most of the page in the rows of the line: nothing says that it is a crease."""
    marks = read(line((-3, 0.5), (9, 0.5), ink=215, width=6), prints=(words(400, 800),))
    assert {marks[f"1{column}"] for column in range(5)} == {Mark.UNCLEAR}


def test_the_edge_of_a_shadow_beside_a_box_is_no_mark() -> None:
    light = np.interp(np.arange(SIZE), [FIRST + 4 * PITCH + 20, FIRST + 5 * PITCH + 20], [1, 0.6])
    seen = np.asarray(page()) * light
    inks = measure(seen.astype(np.uint8), BOXES, print_mask(np.asarray(page())))
    assert set(marks_of(inks)) == {Mark.EMPTY}


def test_a_grey_line_that_ends_on_the_page_is_asked_about() -> None:
    marks = read(line((-3, 0.5), (9, 0.5), ink=215, width=6))
    assert {marks[f"1{column}"] for column in range(5)} == {Mark.UNCLEAR}


def test_a_pencil_mark_on_a_crease_is_still_seen() -> None:
    marks = read(crease(FIRST + PITCH + SIDE // 2), line((0.2, 0.5), (0.8, 0.5), ink=PENCIL))
    assert marks["11"] is not Mark.EMPTY
