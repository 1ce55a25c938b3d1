"""Pages that belong together, and those that do not."""

from __future__ import annotations

from dataclasses import replace

from webapp.localization.localizer import ENGLISH, Localizer
from webapp.paper.codes import FormCode, PageCode
from webapp.paper.edition import FormEdition
from webapp.paper.sheets import SheetCheck, check_sheets

FORM = FormCode(FormEdition(), "AB12CD34", "EN", "7Q4KXW", "0F12AB")


def checked(*codes: tuple[FormCode, int]) -> SheetCheck:
    return check_sheets([PageCode(form, page, 3, 0) for form, page in codes], ENGLISH)


def test_all_pages_of_one_form_in_any_order_are_fine() -> None:
    assert checked((FORM, 3), (FORM, 1), (FORM, 2)) == SheetCheck((), ())


def test_a_missing_page_is_named() -> None:
    (remark,) = checked((FORM, 2)).remarks
    assert remark.startswith("Missing of the 3 pages: 1, 3.")


def test_a_page_that_is_there_twice_is_refused() -> None:
    (refusal,) = checked((FORM, 1), (FORM, 2), (FORM, 2), (FORM, 3)).refusals
    assert refusal.startswith("There twice: page 2.")


def test_pages_of_two_people_are_refused() -> None:
    other = replace(FORM, number="AAAAAA")
    (refusal,) = checked((FORM, 3), (other, 2), (FORM, 1)).refusals
    assert "7Q4KXW (pages 1, 3); AAAAAA (page 2)" in refusal


def test_the_forms_of_two_people_are_parted_as_the_language_parts_phrases() -> None:
    codes = [PageCode(form, 1, 3, 0) for form in (FORM, replace(FORM, number="AAAAAA"))]
    (refusal,) = check_sheets(codes, Localizer("zh-Hans")).refusals
    assert "\N{FULLWIDTH SEMICOLON}AAAAAA" in refusal


def test_pages_that_are_missing_are_parted_as_the_language_parts_a_list() -> None:
    (remark,) = check_sheets([PageCode(FORM, 2, 3, 0)], Localizer("ar")).remarks
    assert "1\N{ARABIC COMMA} 3" in remark


def test_pages_of_two_versions_are_refused() -> None:
    (refusal,) = checked((FORM, 1), (replace(FORM, digest="00000000"), 2)).refusals
    assert "differ" in refusal
