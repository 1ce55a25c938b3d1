"""Photos and scans of the real printed form, read back by the real process."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from PIL import Image

from tests import pen_marks, photos
from tests.each_day import of_day
from tests.paper_cases import read_case
from tests.pdf.forms import CLINIC, form_of, form_pdf, layout_of, printed_form, small_form, whole_form
from tests.project import QUESTIONNAIRE, ROOT
from tests.ticked_boxes import CASES, box_marks
from tests.unit.questionnaire.small import SMALL
from webapp.clinic import Clinic
from webapp.paper.box_keys import BoxKey
from webapp.paper.edition import FormEdition
from webapp.paper.form import PaperForm, paper_form
from webapp.paper.marks import Mark, marks_of
from webapp.paper.read_answers import CORRECTED, TWO_MARKS, plain_answers
from webapp.paper.recognition.measure import measure
from webapp.paper.recognition.printed import print_mask
from webapp.paper.recognition.process import INDEX
from webapp.paper.recognition.reader import PictureReader
from webapp.paper.recognition.straighten import straight_page
from webapp.prints import paper_forms
from webapp.prints.paper_forms import PaperFormReader, PaperRefused
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.documents import FormWithPlaces

PAGES = (6, 3, 2, 1)  # of the whole form, in the order in which they are taken

DAYS = len(CASES)
"""A golden case is photographed each day; all of them by benchmarks/paper_cases.py."""

MOST_ASKED = 6  # questions of a case: tidy marks that a made-up camera blurred

KNOWN = {one.digest: one for one in (QUESTIONNAIRE, load(SMALL))}


@pytest.fixture(scope="module")
def reader() -> Iterator[PictureReader]:
    with PictureReader() as one:
        yield one


@pytest.fixture
def forms(reader: PictureReader) -> PaperFormReader:
    return PaperFormReader(CLINIC, known, printed_form, reader)


def known(beginning: str) -> Questionnaire:
    found = [one for digest, one in KNOWN.items() if digest.startswith(beginning)]
    if not found:
        raise LookupError(beginning)
    return found[0]


def photo(
    form: PaperForm, page: int, marks: dict[str, str], shot: photos.Shot, seed: int = 1, mark: str = "cross"
) -> bytes:
    chance = random.Random(seed)  # noqa: S311  pictures
    pen = pen_marks.Pen(pen_marks.PENS["blue"], 0.5, mark)
    sheet = photos.printed(form_pdf(form), page)
    return photos.taken(pen_marks.marked(sheet, layout_of(form).on(page), marks, pen, chance), shot, chance)


def test_a_person_s_photos_say_what_the_person_ticked(forms: PaperFormReader) -> None:
    given = json.loads((ROOT / "tests/cases/W55.json").read_text("utf-8"))["answers"]
    marks = {}
    for question, value in given.items():
        values = value if isinstance(value, list) else [str(value)]
        marks.update(dict.fromkeys(box_marks(QUESTIONNAIRE.questions[question], values), "x"))
    files = []
    for page in PAGES:
        chance = random.Random(page)  # noqa: S311  pictures
        shot, mark = photos.shot(chance), chance.choice(pen_marks.TIDY)
        files.append((f"{page}.jpg", photo(whole_form(), page, marks, shot, page, mark)))
    found = forms.read(files)
    assert [one for one in found.questions.values() if one.doubt] == []
    told = {question: value if isinstance(value, list) else str(value) for question, value in given.items()}
    assert plain_answers(QUESTIONNAIRE, found.questions.values()) == {
        question: value for question, value in told.items() if question in found.questions
    }
    (missing,) = found.remarks
    assert missing.startswith("Missing of the ")


@pytest.mark.parametrize("name", of_day(list(CASES), datetime.now(UTC).date(), DAYS))
def test_a_golden_case_has_the_same_findings_by_photos_of_its_form(forms: PaperFormReader, name: str) -> None:
    read = read_case(forms, name)
    assert (read.wrong, read.is_other_finding) == (set(), False)
    assert len(read.asked) <= MOST_ASKED


HIGHLIGHTERS = {"yellow": (255, 245, 90), "pale yellow": (255, 255, 170), "green": (200, 255, 160)}
BROAD = 2.5
"""Millimetres of a highlighter's line."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
@pytest.mark.parametrize("ink", HIGHLIGHTERS)
def test_a_mark_of_a_highlighter_is_not_lost(ink: str, kind: str) -> None:
    boxes = layout_of(small_form()).on(1)
    key = next(box.key for box in boxes if BoxKey.parse(box.key).amount is None)
    chance, pen = random.Random(1), pen_marks.Pen(HIGHLIGHTERS[ink], BROAD, "cross")  # noqa: S311  pictures
    sheet = pen_marks.marked(photos.printed(form_pdf(small_form()), 1), boxes, {key: "x"}, pen, chance)
    shot = photos.Shot(dpi=200, noise=2, quality=60, is_scan=True)
    whole = io.BytesIO()
    Image.open(io.BytesIO(photos.taken(sheet, shot, chance, in_colour=True))).save(whole, kind)
    blank = print_mask(straight_page(form_pdf(small_form()), 0).grey)
    read = marks_of(measure(straight_page(whole.getvalue(), 0).grey, boxes, blank))
    assert key in [box.key for box, mark in zip(boxes, read, strict=True) if mark is not Mark.EMPTY]


@pytest.mark.parametrize("kind", [*pen_marks.SLOPPY, *pen_marks.TAKEN_BACK])
def test_a_sloppy_mark_is_read_right_or_put_to_a_person(kind: str) -> None:
    boxes = layout_of(whole_form()).on(2)
    choices = [box.key for box in boxes if BoxKey.parse(box.key).amount is None]
    marks = dict.fromkeys(choices[1::5], kind)
    file = photo(whole_form(), 2, marks, photos.Shot(dpi=200, tilt=8, noise=2, blur=0.4))
    blank = print_mask(straight_page(form_pdf(whole_form()), 1).grey)
    inks = measure(straight_page(file, 0).grey, boxes, blank)
    read = {box.key: mark for box, mark in zip(boxes, marks_of(inks), strict=True)}
    wrong = {
        key: mark
        for key, mark in read.items()
        if mark not in (pen_marks.meant(marks.get(key, "")), Mark.UNCLEAR, Mark.FILLED)
    }
    assert wrong == {}
    assert list(read.values()).count(Mark.EMPTY) > len(boxes) / 2


@pytest.mark.parametrize("seed", [4, 7, 15, 22])
def test_a_long_tick_through_the_box_above_is_put_to_a_person_where_boxes_are_close(seed: int) -> None:
    boxes = layout_of(whole_form()).on(CLOSE_BOXES)
    file = photo(whole_form(), CLOSE_BOXES, {"audit1/prefer_not": "long tick"}, SCAN, seed)
    blank = print_mask(straight_page(form_pdf(whole_form()), CLOSE_BOXES - 1).grey)
    read = marks_of(measure(straight_page(file, 0).grey, boxes, blank))
    above = next(mark for box, mark in zip(boxes, read, strict=True) if box.key == "audit1/2")
    assert above is Mark.UNCLEAR


CLOSE_BOXES = 4  # the page with those above
SCAN = photos.Shot(dpi=150, is_scan=True)


def test_a_scan_upside_down_is_judged_by_its_own_version_and_doubts_come_with_a_cut_out(
    forms: PaperFormReader,
) -> None:
    marks = {"drinks/1": "filled", "drinks/0": "x", "fruit/+3": "x", "fruit/+4": "x", "pills/acid": "x"}
    scan = photo(small_form(), 1, marks, photos.Shot(turn=180, is_scan=True))
    sheet = io.BytesIO()
    Image.open(io.BytesIO(scan)).save(sheet, "PDF", resolution=200)
    found = forms.read([("scan.pdf", sheet.getvalue())])
    assert found.questionnaire.title == "Small"
    read = {one.question: (one.values, one.doubt) for one in found.questions.values()}
    assert read["drinks"] == (("0",), CORRECTED)
    assert read["fruit"] == ((), TWO_MARKS)
    assert read["pills"] == (("acid",), "")
    assert set(found.cut_outs) == {"drinks", "fruit"}
    assert all(picture.startswith("data:image/png;base64,") for picture in found.cut_outs.values())


def test_the_words_of_a_form_are_made_once_for_all_its_pages(
    forms: PaperFormReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[PaperForm] = []

    def counted(questionnaire: Questionnaire, clinic: Clinic, edition: FormEdition, number: str) -> PaperForm:
        made.append(paper_form(questionnaire, clinic, edition, number))
        return made[-1]

    monkeypatch.setattr(paper_forms, "paper_form", counted)
    scan = form_pdf(small_form())
    forms.read([("scan.pdf", scan)])
    forms.read([("scan.pdf", scan)])
    assert len(made) <= 1


def scan_with(colour: str) -> tuple[str, bytes]:
    """A scan of both sides of a sheet. Its back has nothing but this colour."""
    front = Image.open(io.BytesIO(photo(small_form(), 1, {"fruit/+3": "x"}, photos.Shot(is_scan=True))))
    sheet = io.BytesIO()
    back = Image.new("L", front.size, colour)
    back.save(sheet, "PDF", resolution=200, save_all=True, append_images=[front])
    return "scan.pdf", sheet.getvalue()


def test_the_first_page_of_a_form_lays_it_out_once(reader: PictureReader) -> None:
    asked = list[FormWithPlaces]()

    def render(view: FormWithPlaces) -> bytes:
        asked.append(view)
        return printed_form(view)

    PaperFormReader(CLINIC, known, render, reader).read([("form.pdf", form_pdf(small_form()))])
    assert len(asked) == 1


def test_an_empty_back_is_left_out_of_a_scan_and_named(forms: PaperFormReader) -> None:
    found = forms.read([scan_with("white")])
    assert {one.question: one.values for one in found.questions.values()}["fruit"] == ("3",)
    assert found.remarks[-1] == "Empty, and left out: scan.pdf, page 1."


def test_a_page_of_a_scan_that_cannot_be_read_is_named(forms: PaperFormReader) -> None:
    dark = scan_with("#444")
    with pytest.raises(
        PaperRefused, match=r"scan.pdf, page 1, other.pdf, page 1: No page of a form was found"
    ):
        forms.read([dark, ("other.pdf", dark[1])])


def test_too_many_files_are_refused_rather_than_left_out(forms: PaperFormReader) -> None:
    with pytest.raises(PaperRefused, match="more than 30 files"):
        forms.read([("1.jpg", b"")] * 31)


def test_a_page_of_another_layout_or_questionnaire_is_refused(reader: PictureReader) -> None:
    page = form_pdf(small_form())
    with pytest.raises(PaperRefused, match=r"form.pdf: .*not known here"):
        PaperFormReader(CLINIC, lambda _: known("0"), printed_form, reader).read([("form.pdf", page)])
    moved = PaperFormReader(CLINIC, lambda _: QUESTIONNAIRE, printed_form, reader)
    with pytest.raises(PaperRefused, match="printed before a change"):
        moved.read([("form.pdf", page)])


@pytest.mark.parametrize(("then", "now"), [("UK", "CA"), ("IE", "US"), ("OTHER", "CA")])
def test_a_page_that_was_printed_for_another_region_is_refused_with_that_cause(
    reader: PictureReader, then: str, now: str
) -> None:
    """Also where all boxes stand in the same places, as those on drinks of 10 g and of 14 g do."""
    printed = form_pdf(form_of(then))
    moved = PaperFormReader(Clinic(CLINIC.name, region=now), known, printed_form, reader)
    with pytest.raises(PaperRefused, match="printed for another region than the clinic’s now"):
        moved.read([("form.pdf", printed)])
    stayed = PaperFormReader(Clinic(CLINIC.name, region=then), known, printed_form, reader)
    assert stayed.read([("form.pdf", printed)]).pages


def test_a_form_that_asks_the_region_itself_is_read_whatever_the_clinics_is(reader: PictureReader) -> None:
    printed = form_pdf(form_of(""))
    for region in ("", "CA", "US"):
        here = PaperFormReader(Clinic(CLINIC.name, region=region), known, printed_form, reader)
        assert here.read([("form.pdf", printed)]).pages


def test_a_page_that_is_small_in_a_large_photo_is_read_at_its_full_size() -> None:
    page = Image.open(io.BytesIO(photo(small_form(), 1, {}, photos.Shot(dpi=150, is_scan=True))))
    table, whole = Image.new("L", (2600, 3600), 90), io.BytesIO()
    table.paste(page, (400, 900))
    table.save(whole, "JPEG")
    assert straight_page(whole.getvalue(), 0).code.page == 1


READ_ONCE = """
import sys
from webapp.paper.recognition.process import reply
reply_to = reply(sys.stdin.buffer.read())
print(reply_to[:1].decode(), next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""Reads a file as the child of the reading process does, and says what memory that took."""


@cache
def largest_scan() -> Image.Image:
    scan = Image.open(io.BytesIO(photo(small_form(), 1, {}, photos.Shot(is_scan=True))))
    return scan.convert("RGB").resize((5_000, 7_000), Image.Resampling.NEAREST)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "PDF"])
def test_reading_the_largest_pictures_takes_less_than_300_megabytes(kind: str) -> None:
    whole = io.BytesIO()
    largest_scan().save(whole, kind, compress_level=1)  # of a PNG alone
    child = subprocess.run(
        [sys.executable, "-c", READ_ONCE],
        input=INDEX.pack(0) + whole.getvalue(),
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        check=True,
    )
    read, _, peak, _ = child.stdout.split()
    assert read == b"R"
    assert int(peak) < 300 * 1024
