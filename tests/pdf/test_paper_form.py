"""The form on paper: printed for everybody to read, with its boxes where its layout says."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from tests.pdf.drawn import words_of
from tests.pdf.forms import american_form, arabic_form, form_pdf, layout_of, small_form, whole_form
from webapp.paper.codes import SIZE, PageCode, corner_places
from webapp.paper.form import PaperForm

A4, MARGIN, NUMBER = 595.3, 39.7, 20  # points across: a page, its margin, and the numbers of questions

MADE: dict[str, Callable[[], PaperForm]] = {
    "whole": whole_form,
    "small": small_form,
    "A4": whole_form,
    "letter": american_form,
}
FORMS = pytest.mark.parametrize("form", ["whole", "small"], indirect=True)


@pytest.fixture
def form(request: pytest.FixtureRequest) -> PaperForm:
    made: PaperForm = MADE[request.param]()
    return made


@FORMS
def test_a_form_is_for_everybody(form: PaperForm, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(form_pdf(form))
    result = page.validate_pdf(str(tmp_path / "form.pdf"), profile=page.ValidationProfile.PDF_UA_1)
    assert result.is_compliant, result


@FORMS
def test_every_box_has_one_place(form: PaperForm) -> None:
    layout = layout_of(form)
    boxes = [box.key for one in form.questions for group in one.groups for box in group]
    boxes += [one.unsure.key for one in form.questions if one.unsure]
    assert Counter(place.key for place in layout.boxes) == Counter(boxes)


@FORMS
def test_the_codes_of_a_page_say_which_it_is_and_where_they_stand(form: PaperForm) -> None:
    layout = layout_of(form)
    with pypdfium2.PdfDocument(form_pdf(form)) as pdf:
        assert len(pdf) == layout.pages
        picture = pdf[layout.pages - 1].render(scale=200 / 72, grayscale=True).to_numpy()
    found = {PageCode.parse(one.text): one.position for one in zxingcpp.read_barcodes(picture)}
    common = form.code.with_layout(layout.digest)
    assert {one.text for one in found} == {
        PageCode(common, layout.pages, layout.pages, corner).text for corner in range(4)
    }
    for code, position in found.items():
        left, top = corner_places(form.edition.paper)[code.corner]
        assert position.top_left.x == pytest.approx(left / 2540 * 200, abs=2)
        assert position.bottom_right.y == pytest.approx((top + SIZE) / 2540 * 200, abs=2)


@pytest.mark.parametrize("form", ["A4", "letter"], indirect=True)
def test_the_whole_form_takes_seven_pages(form: PaperForm) -> None:
    assert layout_of(form).pages == 7


def test_numbers_stand_at_the_margin_of_arabic_questions() -> None:
    first, *_ = words_of(form_pdf(arabic_form()))
    assert {"3", "4", "5", "6"} <= {word.text for word in first if word.right > A4 - MARGIN - NUMBER}


def test_no_words_lean_in_arabic() -> None:
    with pikepdf.open(io.BytesIO(form_pdf(arabic_form()))) as pdf:
        names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert names
    assert [name for name in names if "Italic" in name] == []
