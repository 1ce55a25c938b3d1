"""Golden cases on paper: ticked on the printed form, photographed, and read back by the real process."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from PIL import Image

from tests import pen_marks, photos
from tests.pdf.forms import form_pdf, layout_of, whole_form
from tests.project import QUESTIONNAIRE
from tests.ticked_boxes import CASES, plainly_read, ticked
from webapp.assessment import assess, validate_answers
from webapp.paper.read_answers import ReadQuestion, plain_answers
from webapp.prints.paper_forms import PaperFormReader

ShotOf = Callable[[random.Random], photos.Shot]


@dataclass(frozen=True)
class CaseRead:
    """What became of a case: the questions read wrong and those put to a person; whether findings differ."""

    wrong: Collection[str]
    asked: Collection[str]
    is_other_finding: bool


@cache
def _sheet(page: int) -> Image.Image:
    return photos.printed(form_pdf(whole_form()), page)


def _differ(read: ReadQuestion, other: ReadQuestion) -> bool:
    return sorted(read.values) != sorted(other.values)


def photos_of(boxes: Collection[str], chance: random.Random, shot_of: ShotOf) -> list[tuple[str, bytes]]:
    """Return photos of all pages of the form with these boxes ticked by one pen."""
    layout, pen = layout_of(whole_form()), pen_marks.pen(chance)
    marks = dict.fromkeys(boxes, "x")
    files = []
    for page in range(1, layout.pages + 1):
        sheet = pen_marks.marked(_sheet(page), layout.on(page), marks, pen, chance)
        files.append((f"{page}.jpg", photos.taken(sheet, shot_of(chance), chance)))
    return files


def read_case(forms: PaperFormReader, name: str, shot_of: ShotOf = photos.shot) -> CaseRead:
    """Tick, photograph and read a case. A person decides what the reader is not sure of."""
    boxes = ticked(CASES[name])
    chance = random.Random(name)  # noqa: S311  pictures
    found = forms.read(photos_of([key for keys in boxes.values() for key in keys], chance, shot_of)).questions
    meant = {one: plainly_read(one, boxes.get(one, ())) for one in found}
    asked = {one for one, read in found.items() if read.doubt}
    wrong = {one for one, read in found.items() if one not in asked and _differ(read, meant[one])}
    decided = [meant[one] if one in asked else read for one, read in found.items()]
    by_paper = validate_answers(QUESTIONNAIRE, plain_answers(QUESTIONNAIRE, decided))
    given = validate_answers(QUESTIONNAIRE, CASES[name])
    same = assess(by_paper, changes=False).findings == assess(given, changes=False).findings
    return CaseRead(wrong, asked, is_other_finding=not same)
