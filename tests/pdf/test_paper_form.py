"""The form on paper: printed for everybody to read, with its boxes where its layout says."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from tests.pdf.drawn import words_of
from tests.pdf.forms import american_form, arabic_form, form_pdf, layout_of, small_form, whole_form
from tests.unit.questionnaire.small import small
from webapp.clinic import Clinic
from webapp.paper.codes import SIZE, PageCode, corner_places
from webapp.paper.edition import FormEdition
from webapp.paper.form import PaperForm, paper_form
from webapp.questionnaire.load import load

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
    common = form.code.with_layout(layout.digest(form.fixed))
    assert {one.text for one in found} == {
        PageCode(common, layout.pages, layout.pages, corner).text for corner in range(4)
    }
    for code, position in found.items():
        left, top = corner_places(form.edition.paper)[code.corner]
        assert position.top_left.x == pytest.approx(left / 2540 * 200, abs=2)
        assert position.bottom_right.y == pytest.approx((top + SIZE) / 2540 * 200, abs=2)


def test_the_foot_of_each_page_says_what_the_clinic_has_fixed() -> None:
    printed = words_of(form_pdf(american_form()))
    assert all("Where you live: United States" in " ".join(word.text for word in page) for page in printed)
    asking = words_of(form_pdf(whole_form()))
    assert not any("Where you live:" in " ".join(word.text for word in page) for page in asking)


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


@pytest.mark.parametrize("is_large", [False, True])
def test_the_labels_of_great_numbers_do_not_run_into_one_another(*, is_large: bool) -> None:
    great = load(small("range = [0, 15]", "range = [0, 9999999]\n  decimals = 2"))
    edition = FormEdition.of_clinic(great, Clinic(), "a4", is_large=is_large)
    printed = words_of(form_pdf(paper_form(great, Clinic(), edition, "7Q4KXW")))
    words = [word for page_words in printed for word in page_words]
    for power in range(3, 7):
        labels = [word for word in words if word.text in {f"{digit}{'0' * power}" for digit in range(1, 10)}]
        assert len(labels) == 9
        assert all(one.right < other.left for one, other in pairwise(labels))
        assert labels[-1].right < A4 - MARGIN
    assert {f"0.0{digit}" for digit in range(1, 10)} <= {word.text for word in words}
