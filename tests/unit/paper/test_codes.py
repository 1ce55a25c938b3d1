"""What the codes of a page carry."""

from __future__ import annotations

import os

import pytest

from webapp.paper.codes import FormCode, PageCode, new_form_number
from webapp.paper.edition import FormEdition

CODE = FormCode(FormEdition("letter", is_large=True, optional=2), "ab12cd34" * 8, "pt-BR", "7Q4KXW", "0F12AB")


def test_a_code_is_read_as_it_was_written() -> None:
    read = PageCode.parse(PageCode(CODE, 3, 12, 2).text)
    assert (read.page, read.pages, read.corner) == (3, 12, 2)
    assert read.form == FormCode(CODE.edition, "AB12CD34", "PT-BR", "7Q4KXW", "0F12AB")
    assert len(PageCode(CODE, 3, 12, 2).text) <= 38  # what the smallest code holds


@pytest.mark.parametrize(
    "text", ["", "https://a.example", "G1", "G10102A00", "G19" + "0" * 30, "G1X" + "0" * 30]
)
def test_other_codes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PageCode.parse(text)


def test_numbers_differ_from_form_to_form() -> None:
    assert len({new_form_number(os.urandom) for _ in range(50)}) == 50
