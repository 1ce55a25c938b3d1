"""Small Markdown, and what a template may do with words."""

from __future__ import annotations

import pytest

from webapp.report.pdf.html import ranges
from webapp.report.views.prose import headed, inline, prose


def test_bold_italic_and_paragraphs_are_all_there_is() -> None:
    assert prose("**a** and *b*\n\nc") == "<p><strong>a</strong> and <em>b</em></p>\n<p>c</p>\n"


@pytest.mark.parametrize(
    "text", ["# a", "- a", "1. a", "> a", "`a`", "[a](b)", "![a](b)", "a_b_", "<b>a</b>", "---"]
)
def test_everything_else_stays_as_it_is_written(text: str) -> None:
    assert prose(text).unescape() == f"<p>{text}</p>\n"


@pytest.mark.parametrize("text", ["", "\n\n", "  "])
def test_an_empty_text_is_an_empty_text(text: str) -> None:
    assert prose(text) == ""
    assert inline(text) == ""


def test_inline_words_stand_in_one_line() -> None:
    assert inline("**a**\n\nb <i>") == "<strong>a</strong> b &lt;i&gt;"


@pytest.mark.parametrize(
    ("numbers", "written"),
    [((), ""), ((4,), "4"), ((1, 2), "1, 2"), ((1, 2, 3), "1–3"), ((1, 3, 4, 5, 9), "1, 3–5, 9")],
)
def test_numbers_in_a_row_are_joined(numbers: tuple[int, ...], written: str) -> None:
    assert ranges(numbers) == written


def test_a_bold_sentence_at_the_start_is_a_heading() -> None:
    assert headed("**A *b*.** c **d**\n\ne") == "<h2>A <em>b</em></h2><p>c <strong>d</strong></p>\n<p>e</p>\n"
    assert headed("a **b.** c") == prose("a **b.** c")
