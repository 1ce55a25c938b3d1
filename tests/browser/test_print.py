"""What Ctrl+P gives of the result: all that was found, and nothing that only a screen can do."""

from __future__ import annotations

import subprocess

import pytest

from tests.browser.page_tour import NewPage, answering, hand_over

pytestmark = pytest.mark.browser


def printed(pdf: bytes) -> list[str]:
    """The letters of each sheet: where small words end, the reader of the file can only guess."""
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return [squeezed(sheet) for sheet in read.stdout.decode().split("\f") if sheet.strip()]


def squeezed(words: str) -> str:
    return "".join(words.split())


def test_a_printed_result_is_whole_and_has_no_heading_over_nothing(new_page: NewPage) -> None:
    page = new_page()
    for _ in answering(page, ("about_you", "safety", "sugar", "other_foods")):
        pass
    hand_over(page, "download")
    sheets = printed(page.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm"}))
    letters = "".join(sheets)
    for on_screen_only in (
        "Something to change?",
        "What is in the file",
        "When you are done",
        "Back to",
        "Easy read",
    ):
        assert squeezed(on_screen_only) not in letters
    for kept in ("What to do next", "See a doctor", "Where this comes from", "doi:"):
        assert squeezed(kept) in letters
    headings = [squeezed(one) for one in page.locator("main h2:visible, main h3:visible").all_inner_texts()]
    assert "Yourpictureataglance" in headings
    assert [sheet[-60:] for sheet in sheets if any(sheet.endswith(one) for one in headings)] == []
