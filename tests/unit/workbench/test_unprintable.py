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
        ("\U00012000", "“\U00012000” (U+12000)"),
        ("\U00012000\U00012001", "“\U00012000” (U+12000), “\U00012001” (U+12001)"),
        ("a\\u2028b", "U+2028"),
        (
            "𒀀𒀁𒀂𒀃𒀄𒀅𒀆",
            "“𒀀” (U+12000), “𒀁” (U+12001), “𒀂” (U+12002), “𒀃” (U+12003), “𒀄” (U+12004) and 2 more",
        ),
    ],
)
def test_each_sign_that_no_face_has_is_named(text: str, said: str) -> None:
    (found,) = told(text)
    assert found.endswith(f" not-printed: the report's fonts lack {said}")


@pytest.mark.parametrize("sign", ["\U00012000", "\N{BREAD}"])
def test_a_page_with_such_a_sign_is_not_made(sign: str) -> None:
    with pytest.raises(FaultyPrintError):
        print_html(f"<html lang=en><title>x</title><p>a{sign}b</p>")
