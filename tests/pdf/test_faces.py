"""What the faces can show is known without loading one, and is what they show."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from tests.project import ROOT
from webapp.report.pdf.font_coverage import PARTING, UNSEEN, _known, printable, printable_line, unshown
from webapp.report.pdf.printing import print_html

FOLDER = ROOT / "report_templates" / "fonts"


def test_the_list_is_what_the_faces_have() -> None:
    points = {point for path in FOLDER.glob("*.ttf") for point in TTFont(path).getBestCmap()}
    unseen = {point for first, last in UNSEEN for point in range(first, last + 1)}
    assert {ord(sign) for sign in _known()} == (points | unseen) - PARTING | set(map(ord, "\t\n\r"))


@pytest.mark.slow
def test_all_that_is_listed_is_printed() -> None:
    signs = [f"a{sign}b " for sign in sorted(_known() - set("<&\r"))]
    rows = "".join(f"<p>{''.join(signs[begin : begin + 50])}</p>" for begin in range(0, len(signs), 50))
    assert print_html(f"<html lang=en><title>x</title>{rows}").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Żółć María Çağla Đặng Łukasz", ""),
        ("Ελλάδα Україна עברית عربي हिन्दी ไทย தமிழ் ਪੰਜਾਬੀ বাংলা Հայ ქართ", ""),
        ("王小明 王", "王小明"),
        ("a\u200db \N{VARIATION SELECTOR-16}", ""),
        ("River \N{GRINNING FACE} Clinic", "\N{GRINNING FACE}"),
        ("a\u2028b\x07", "\u2028\x07"),
        ("\uff21\uff22\N{IDEOGRAPHIC SPACE}1", ""),
        ("", ""),
    ],
)
def test_what_no_face_shows_is_named(text: str, missing: str) -> None:
    assert unshown(text) == missing


def test_paper_has_a_sign_instead_or_none() -> None:
    assert printable("a王b") == "a?b"
    assert printable_line("江河 River 江 Clinic") == "River Clinic"
    assert printable_line("江河") == ""
    assert printable("\uff21\uff22王") == "AB?"
    assert printable("María") == "María"
