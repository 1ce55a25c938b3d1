"""What the report cannot print is reported before anybody waits for a report."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load_document
from webapp.report.pdf.log_errors import FaultyPrintError
from webapp.report.pdf.printing import print_html
from webapp.workbench.unprintable import check_unprintable

TITLE = 'title = "Small'


def told(title: str) -> list[str]:
    loaded = load_document(SMALL.replace(TITLE, f'title = "{title} Small', 1))
    check_unprintable(loaded)
    return [f"{one.line} {one.code}: {one.message}" for one in loaded.errors.problems]


def test_what_all_faces_have_is_not_told() -> None:
    assert TITLE in SMALL
    assert told("Żółć ≥ 2 µg – “Ελλάδα” عربي हिन्दी\u3000") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("胃", "“胃” (U+80C3)"),
        ("胃腸", "“胃” (U+80C3), “腸” (U+8178)"),
        ("a\\u2028b", "U+2028"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}", "“\N{FULLWIDTH LATIN CAPITAL LETTER A}” (U+FF21)"),
        (
            "一二三四五六七",
            "“一” (U+4E00), “二” (U+4E8C), “三” (U+4E09), “四” (U+56DB), “五” (U+4E94) and 2 more",
        ),
    ],
)
def test_each_sign_that_no_face_has_is_named(text: str, said: str) -> None:
    (found,) = told(text)
    assert found.endswith(f" not-printed: the report's fonts lack {said}")


@pytest.mark.parametrize("sign", ["胃", "\N{FULLWIDTH LATIN CAPITAL LETTER A}", "\N{BREAD}"])
def test_a_page_with_such_a_sign_is_not_made(sign: str) -> None:
    with pytest.raises(FaultyPrintError):
        print_html(f"<html lang=en><title>x</title><p>a{sign}b</p>")
