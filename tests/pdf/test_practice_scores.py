"""Scores of the practitioner's page on a small questionnaire: their number, items and bands."""

from __future__ import annotations

from tests.pdf.small_practice_page import page
from webapp.report.views.practice_model import BandLine, ScoreLine

SCORE = """
[[score]]
id = "drinks"
title = "Drinks"
measure = "total"
items = ["often", "much"]
figure = "points"
note = "About {total}."

  [[score.band]]
  when = "total >= 2"
  text = "Two or more: {total}"
  basis = { kind = "published", sources = ["who"], note = "a remark" }

  [[score.band]]
  when = "total >= 4"
  text = "Four or more"
  basis = { kind = "pragmatic" }
"""
TWO = BandLine("Two or more: 3", "published", (1,), "a remark", is_sure=True)


def test_a_score_has_its_number_its_answers_and_the_bands_that_hold() -> None:
    answers = ("How often: Daily (3)", "How much?: 1\xa0glasses")
    score = ScoreLine("Drinks", "3.3\xa0points", ("3", "–"), (TWO,), "About 3.", answers)
    assert page(SCORE, often="2", much=1).scores() == (score,)


def test_practitioners_get_one_more_place_where_it_says_something() -> None:
    assert [page(SCORE, often="1", much=much).scores()[0].value for much in (0, 1, 2)] == [
        "1.5\xa0points",
        "1.8\xa0points",
        "2\xa0points",
    ]


def test_a_score_with_an_unknown_answer_is_a_range_and_its_bands_may_hold() -> None:
    (score,) = page(SCORE, often="2").scores()
    assert (score.value, score.labelled[1]) == ("3–5.5\xa0points", "How much?: not answered")
    assert [(band.text, band.is_sure) for band in score.bands] == [
        ("Two or more: 3–6", True),
        ("Four or more", False),
    ]


def test_an_unknown_option_is_printed_in_its_words_without_a_part_of_the_score() -> None:
    assert page(SCORE, often="skip").scores()[0].labelled == ("How often: Rather not say",)


def test_a_question_that_was_not_asked_is_no_item_though_an_answer_was_sent() -> None:
    assert page(SCORE, often="0", much=9).scores()[0].labelled == ("How often: Never (0)",)


def test_a_score_whose_questions_were_not_asked_is_left_out() -> None:
    only_much = SCORE.replace('items = ["often", "much"]', 'items = ["much"]').replace(
        'figure = "points"', ""
    )
    assert page(only_much, often="0").scores() == ()
    assert page(only_much).scores() == ()
    assert page(only_much, often="1").scores()[0].title == "Drinks"


def test_without_items_the_questions_behind_the_measure_count() -> None:
    bare = '[[score]]\nid = "drinks"\ntitle = "Drinks"\nmeasure = "total"'
    assert page(bare, often="0").scores() == (ScoreLine("Drinks", "0\xa0points", (), (), ""),)


def test_a_score_may_apply_only_where_a_rule_surely_holds() -> None:
    guarded = SCORE.replace('figure = "points"', "when = \"scale == 'yes'\"")
    assert [
        len(page(guarded, often="2", scale=scale).scores()) for scale in ("yes", "no", "not_sure", None)
    ] == [
        1,
        0,
        0,
        0,
    ]


def test_a_score_may_be_its_answers_alone() -> None:
    bare = '[[score]]\nid = "drinks"\ntitle = "Drinks"\nitems = ["scale"]'
    answers = ("Is it so?: Yes",)
    score = ScoreLine("Drinks", "", answers, (), "", answers)
    assert page(bare, scale="yes").scores() == (score,)


def test_a_score_that_is_a_level_is_told_in_the_words_of_rules() -> None:
    level = '[[score]]\nid = "kind"\ntitle = "Kind"\nmeasure = "kind"'
    assert page(level, often="2", much=0).scores()[0].value == "strong"
    assert page(level, often="1", much=5).scores()[0].value == "none"
    assert page(level).scores()[0].value == "none–strong"
