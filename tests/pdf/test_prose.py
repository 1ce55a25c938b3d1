"""Small Markdown, and what a template may do with words."""

from __future__ import annotations

import re

import pytest

from webapp.cldr.direction import isolated
from webapp.cldr.numbers import localized
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.report.pdf.html import ranges
from webapp.report.views.prose import headed, inline, prose, thoughts


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
    assert ranges(numbers, ENGLISH) == written


def test_lists_and_sentences_have_the_signs_of_their_language() -> None:
    chinese, arabic = Localizer("zh-Hans"), Localizer("ar")
    assert ranges((1, 2, 4, 5, 6), chinese) == "1、2、4–6"
    assert chinese.sentence("不够") == "不够。"
    assert isolated("4–6") in ranges((1, 4, 5, 6), arabic)


def test_a_bold_sentence_at_the_start_is_a_heading() -> None:
    assert headed("**A *b*.** c **d**\n\ne") == "<h2>A <em>b</em></h2><p>c <strong>d</strong></p>\n<p>e</p>\n"
    assert headed("a **b.** c") == prose("a **b.** c")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\u8bf7**\u4eca\u5929\uff1a**\u6253", "\u8bf7<strong>\u4eca\u5929\uff1a</strong>\u6253"),
        ("\u8bf7**\u201c\u4eca\u5929\u201d**\u6253", "\u8bf7<strong>\u201c\u4eca\u5929\u201d</strong>\u6253"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
    ],
)
def test_bold_is_paired_whatever_the_punctuation_beside_it(text: str, html: str) -> None:
    assert inline(text) == html


def test_a_heading_needs_no_blank_behind_it_where_no_blanks_part_sentences() -> None:
    assert headed("**\u4eca\u5929\u3002**\u6253") == "<h2>\u4eca\u5929</h2><p>\u6253</p>\n"


@pytest.mark.parametrize(
    ("text", "boxed"),
    [
        ("\u0627 6 ≥ 5.", "\u0627 \u20666\xa0≥\xa05\u2069."),
        ("\u0627 80.7–161.4 \u063a", "\u0627 \u206680.7–\u2060161.4\u2069 \u063a"),
        ("12 / 30 = 0.4 < 0.5", "\u206612\xa0/\xa030\xa0=\xa00.4\xa0<\xa00.5\u2069"),
        ("\N{MINUS SIGN}3", "\u2066\N{MINUS SIGN}3\u2069"),
        ("PHQ-4 ≥ 9 \u0627", "PHQ-4 ≥ 9 \u0627"),
        ("(3–5) \u0627", "(\u20663–\u20605\u2069) \u0627"),
        ("(9–24) / 25 = 0.4–1 < 0.5,", "\u2066(9–\u206024) / 25 = 0.4–\u20601 < 0.5\u2069,"),
        ("2026-10-06 https://doi.org/10.1/2–3a 5", "2026-10-06 https://doi.org/10.1/2–3a 5"),
        ("\u0627 6", "\u0627 6"),
        ("(" + 60 * "1–" + "1", "(\u2066" + 60 * "1–\u2060" + "1\u2069"),
    ],
)
def test_maths_is_a_box_of_its_own_from_left_to_right(text: str, boxed: str) -> None:
    arabic = Localizer("ar")
    assert arabic.isolate(text) == boxed
    assert arabic.isolate(boxed) == boxed
    assert Localizer("fr").isolate(text) == text


def test_an_address_keeps_its_own_direction_among_words_from_right_to_left() -> None:
    assert Localizer("ar").own_direction("12 River Street") == "\u206812 River Street\u2069"
    assert Localizer("fr").own_direction("12 River Street") == "12 River Street"


def test_items_with_commas_of_any_script_are_told_apart() -> None:
    assert Localizer("en").enumerate(["a، b", "c"]) == "a، b; c"
    assert Localizer("en").enumerate(["a", "b"]) == "a and b"


def test_words_of_an_answer_are_no_number_and_may_be_broken() -> None:
    assert localized("داء كرون 37.5 أو أكثر", "ar") == "داء كرون 37.5 أو أكثر"
    assert localized("11–28.5", "ar").startswith("\u2066")
    assert localized("11–28.5", "fr") == "11–28,5"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("One. Two **b.** *c*. **D** e.\n\nF? G! H. pylori.", "One.|Two b.|c.|D e.||F?|G!|H. pylori."),
        ("“One.” Two, C. diff.", "“One.”|Two, C. diff."),
        ("\u0627\N{ARABIC QUESTION MARK} \u0628.", "\u0627\N{ARABIC QUESTION MARK}|\u0628."),
        (
            "\u4f60\u3002**\u597d\u3002**\uff08\u662f\u3002\uff09\u660e\uff01",
            "\u4f60\u3002|\u597d\u3002|\uff08\u662f\u3002\uff09|\u660e\uff01",
        ),
    ],
)
def test_each_sentence_of_easy_read_begins_a_line_in_any_script(text: str, lines: str) -> None:
    html = thoughts(prose(text)).replace("</p>\n<p>", "||").replace("<br>", "|")
    assert re.sub("<[^>]*>", "", html).strip() == lines


def test_a_name_begins_no_line_of_easy_read() -> None:
    name = '<bdi translate="no">Dr. Miller</bdi>'
    assert thoughts(f"Ask {name}. {name} knows. Go.") == f"Ask {name}. {name} knows.<br>Go."


def test_a_date_and_what_is_no_text_keep_their_lines_in_easy_read() -> None:
    field = '<textarea title="A. B">One. Two</textarea>'
    assert thoughts(f"Bis 7.\xa0Dezember. {field}") == f"Bis 7.\xa0Dezember. {field}"
    assert thoughts("<b>A?</b>\nB. <a>C</a>") == "<b>A?</b><br>B.<br><a>C</a>"


def test_an_empty_text_is_empty_in_every_language() -> None:
    assert {Localizer(language).gettext("") for language in ("en", "fr", "ar", "zh-Hans")} == {""}
