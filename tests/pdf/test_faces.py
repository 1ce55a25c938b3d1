"""What the faces can show is known without loading one, and is what they show."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from tests.project import ROOT
from webapp.report.pdf.font_coverage import (
    OPTIONAL,
    PARTING,
    UNSEEN,
    _known,
    printable,
    printable_line,
    unshown,
)
from webapp.report.pdf.log_errors import FaultyPrintError
from webapp.report.pdf.printing import print_html

FOLDER = ROOT / "report_templates" / "fonts"


def test_the_list_is_what_the_faces_have() -> None:
    faces = (*FOLDER.glob("*.ttf"), *OPTIONAL)
    points = {point for path in faces for point in TTFont(path).getBestCmap()}
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
        ("王小明 김민수 さくら ສົມ ខ្មែរ አማርኛ తెలుగు ᐃᓄᒃᑎᑐᑦ", ""),
        ("𒀀 𓀀 𒀀", "𒀀𓀀"),
        ("a\u200db \N{VARIATION SELECTOR-16}", ""),
        ("River \N{GRINNING FACE} Clinic", "\N{GRINNING FACE}"),
        ("a\u2028b\x07", "\u2028\x07"),
        ("", ""),
    ],
)
def test_what_no_face_shows_is_named(text: str, missing: str) -> None:
    assert unshown(text) == missing


def test_paper_has_a_sign_instead_or_none() -> None:
    assert printable("a\U00012000b") == "a?b"
    assert printable_line("\U00012000\U00012001 River \U00012000 Clinic") == "River Clinic"
    assert printable_line("\U00012000\U00012001") == ""
    assert printable("\u2460\U00012000") == "1?"
    assert printable("María") == "María"


NAMES = (
    "Łukasz Żółć", "Çağla Đặng", "Ελένη", "Олена", "أحمد", "فاطمه", "محمّد‌رضا", "שרה", "ܝܘܚܢܢ", "Հայկ", "ნინო",
    "প্রিয়া", "प्रिया", "ਗੁਰਪ੍ਰੀਤ", "પ્રિયા", "ପ୍ରିୟା", "தமிழ்", "తెలుగు", "ಪ್ರಿಯಾ", "പ്രിയ", "සිංහල", "สมชาย", "ສົມ",
    "བསྟན་འཛིན", "မောင်", "ខ្មែរ", "አበበ", "ᏣᎳᎩ", "ᐃᓄᒃᑎᑐᑦ", "ⴰⵎⴰⵣⵉⵖ", "ߒߞߏ", "𞤀𞤣𞤤𞤢𞤥", "ᱥᱟᱱᱛᱟᱲᱤ", "ޢަލީ",
    "王芳", "張偉", "さくら", "サトシ", "김민수", "Nguyễn Thị",
)  # fmt: skip


def test_a_name_in_any_of_forty_scripts_is_drawn() -> None:
    assert (len(NAMES), unshown("".join(NAMES))) == (40, "")
    rows = "".join(f"<p><b>{name}</b> {name}" for name in NAMES)
    assert print_html(f"<html lang=en><title>x</title>{rows}").startswith(b"%PDF")


def test_what_cannot_be_drawn_is_known_beforehand_and_is_not_drawn_as_a_box() -> None:
    assert unshown("Ana \N{GRINNING FACE} 王") == "\N{GRINNING FACE}"
    with pytest.raises(FaultyPrintError):
        print_html("<html lang=en><title>x</title><p>\N{GRINNING FACE}")
