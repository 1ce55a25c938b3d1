"""Number lines: an amount beside the cut-offs of its rules."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from markupsafe import Markup

from tests.pdf.chart_svg import SVG, line_of, number_of, places, read
from tests.pdf.people import practice_of, view_of
from tests.project import QUESTIONNAIRE
from tests.unit.assessment.cases import case
from tests.unit.assessment.tiny import tiny
from webapp.assessment import Assessment, assess, validate_answers
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.report.charts import charts
from webapp.report.charts.number_line import number_line
from webapp.report.pdf.html import render_html
from webapp.report.views.amount_line import AmountLine, factor_lines, lines_of_two, share_scale
from webapp.report.views.amount_words import band_words, line_description, moved_words


def drawn_words(chart: Markup) -> list[str]:
    return [text.text or "" for text in read(chart).iter(f"{SVG}text")]


def test_an_exact_amount_is_a_mark_on_a_line_with_its_cut_offs() -> None:
    line = line_of("W55", "low_fibre")
    chart = number_line(line, "Fibre")
    assert drawn_words(chart) == ["15", "22.5", "30", "13"]
    assert number_of(chart, "circle") == 0
    assert [band.words for band in line.bands if band.is_reached] == ["Stands out"]
    shades = [float(one.attrib["fill-opacity"]) for one in read(chart).iter(f"{SVG}rect")]
    assert shades == sorted(shades, reverse=True)  # little fibre is the darker


def test_a_range_is_a_bar_between_two_rings() -> None:
    chart = number_line(line_of("W08", "low_fibre"), "Fibre")
    assert drawn_words(chart)[-1] == "11–29"
    left, right = places(chart)
    assert left < right


def test_an_amount_far_beyond_the_line_ends_in_an_arrow_and_leaves_room_for_the_cut_offs() -> None:
    line = line_of("W55", "high_fructose")
    far = replace(line, ends=(Fraction(900), Fraction(900)), number="900")
    assert drawn_words(number_line(far, "x")) == ["12.5", "25", "50", "900"]
    marks = [
        one.attrib["d"] for one in read(number_line(far, "x")).iter(f"{SVG}path") if one.get("fill") != "none"
    ]
    assert marks[0].startswith("M352 ")


def test_numbers_of_cut_offs_never_touch() -> None:
    line = line_of("W55", "high_fructose")
    close = replace(line, cuts=(Fraction(10), Fraction(11), Fraction(100)), cut_words=("10", "11", "100"))
    assert drawn_words(number_line(close, "x")) == ["10", "100", line.number]


def test_numbers_of_a_line_in_easy_read_are_as_large_as_words_on_a_phone() -> None:
    """On a screen of 320 px a picture is 247 px wide. 16 points are 21.3 px."""
    for who, factor in (("W55", "high_fructose"), ("W55", "alcohol"), ("W08", "low_fibre")):
        chart = read(number_line(line_of(who, factor), "x", is_easy=True))
        texts = list(chart.iter(f"{SVG}text"))
        assert (
            min(float(text.attrib["font-size"]) for text in texts) * 247 / float(chart.attrib["width"]) > 21.3
        )
        assert all(float(text.attrib["x"]) >= 0 for text in texts)


def test_a_line_of_a_laboratory_value_begins_near_its_cut_offs_and_has_its_unit() -> None:
    line = line_of("W55", "hyperglycaemia")
    assert (line.title, line.amount) == ("Sugar test number", "6.1\xa0%")
    first = next(read(number_line(line, "x")).iter(f"{SVG}rect"))
    assert float(first.attrib["width"]) < 200


def test_a_level_that_other_answers_raise_is_said_to_be_raised_by_them() -> None:
    assert not line_of("W55", "alcohol").counts_more
    assert line_of("W19", "alcohol").counts_more


def test_where_other_answers_decide_below_a_cut_off_paper_names_the_bands_above_it_alone() -> None:
    moderate, strong = (QUESTIONNAIRE.words[f"level_{level}"] for level in ("moderate", "strong"))
    line = line_of("W55", "alcohol")
    assert [band.words for band in line.bands] == ["", moderate, strong]
    words = re.sub(r"<[^>]+>", "", render_html(view_of("W55")))
    assert f"from 7: {moderate}; from 15.6: {strong}" in " ".join(words.split())


def test_scores_with_cut_offs_have_lines_for_the_practitioner() -> None:
    assert [line.title for line in practice_lines("W55")] == [
        *("AUDIT-C", "Pure alcohol a week", "PHQ-4", "PHQ-4, anxiety", "PHQ-4, depression", "Free sugars"),
    ]


def practice_lines(case: str) -> list[AmountLine]:
    return [score.line for score in practice_of(case).scores if score.line]


def test_two_visits_share_a_line_where_both_amounts_are_known_in_one_unit() -> None:
    old, new = case("W55", veg_per_day=0, glucose_kind="a1c_mmol", glucose_value=43), case("W55")
    lines = {line.title: line for line in lines_of_two(old, new, with_scores=False)}
    assert "AUDIT-C" not in lines
    assert "Sugar test number" not in lines  # mmol/mol then, % now
    fibre = lines["Fibre from food"]
    assert (fibre.was, fibre.amount) == ("11\xa0g a day", "13\xa0g a day")
    chart = number_line(fibre, "Fibre")
    assert number_of(chart, "g") == 1  # what was is drawn pale
    assert drawn_words(chart)[-1] == fibre.number
    assert "AUDIT-C" in {line.title for line in lines_of_two(old, new, with_scores=True)}


PREGNANT: dict[str, object] = {"region": "CA", "sex": "female", "age_years": 34, "pregnant": "yes"}


def test_an_amount_has_no_mark_on_a_line_with_other_cut_offs_than_those_that_judged_it() -> None:
    old, new = case("W55", **PREGNANT), case("W55", **{**PREGNANT, "pregnant": "no"})
    fibre = next(one for one in lines_of_two(old, new, with_scores=False) if one.title == "Fibre from food")
    assert fibre.was_cuts != fibre.cut_words
    assert fibre.was == fibre.amount, "both amounts are told"
    chart = number_line(fibre, "Fibre")
    assert number_of(chart, "g") == 0
    assert "a pale mark" not in line_description(fibre, ENGLISH)
    was, now = ", ".join(fibre.was_cuts), ", ".join(fibre.cut_words)
    said = (
        f"The guide numbers for you changed from {was} to {now}. The earlier amount has no mark on this line."
    )
    assert moved_words(fibre, ENGLISH) == said


def test_an_amount_whose_cut_offs_were_not_known_has_no_mark_on_those_of_later() -> None:
    old, new = case("W55", sex=None, audit1="2"), case("W55", audit1="2")
    lines = {one.title: one for one in lines_of_two(old, new, with_scores=True)}
    assert any("were not known before" in moved_words(one, ENGLISH) for one in lines.values())


def test_cut_offs_are_shared_by_visits_only_where_all_known_amounts_were_judged_by_them() -> None:
    pregnant, later = case("W55", **PREGNANT), case("W55", **{**PREGNANT, "pregnant": "no"})
    assert "fibre_g" in share_scale([later, later])
    assert "fibre_g" not in share_scale([pregnant, later])
    assert "phq4_total" in share_scale([pregnant, later])


class Longer(Localizer):
    """Words in which what is sure takes more room than in English."""

    def gettext(self, words: str, /, **values: object) -> str:
        return "\u786e" * 9 if words == "sure" else super().gettext(words, **values)


def test_the_second_mark_of_the_key_stands_behind_the_words_of_the_first() -> None:
    drawn = read(charts.profile(practice_of("W08").factors, prefix="a", title="Factors", words=Longer()))
    *_, sure, mark, _hatching, possible = drawn
    end = float(sure.attrib["x"]) + 9 * float(sure.attrib["font-size"])
    assert end < float(mark.attrib["x"]) < float(possible.attrib["x"])


OILY = """
  [[section.question]]
  id = "fish"
  kind = "number"
  text = "How many grams of oily fish a week?"
  range = [0, 700]

[[measure]]
id = "omega"
title = "Omega-3"
unit = "g"
value = "fish / 200"

[[factor]]
id = "little"
title = "Little omega-3"
number_lines = ["omega", "fish"]
moderate = "omega < 0.25"
slight = "omega < 1.125"
TWO_LEVELS
"""


def oily(body: str = OILY, **answers: object) -> Assessment:
    return assess(validate_answers(tiny(body), {"fish": 30, **answers}))


def test_a_cut_off_is_written_with_all_of_its_digits() -> None:
    """A measure is rounded to its own decimals; the numbers that judge it are not."""
    (line, typed) = factor_lines(oily(), oily().findings[0])
    assert (line.number, line.cut_words, typed.cut_words) == ("0", ("0.25", "1.125"), ("50", "225"))
    assert drawn_words(number_line(line, "x"))[:2] == ["0.25", "1.125"]
    assert "a line with cut-offs at 0.25; 1.125" in line_description(line, ENGLISH)
    assert [band_words(band, ENGLISH) for band in line.bands] == ["below 0.25", "from 0.25", "from 1.125"]
    beside, _ = lines_of_two(oily(fish=20), oily(), with_scores=False)
    assert (beside.was, beside.cut_words) == ("0\xa0g", line.cut_words)


def test_only_a_cut_off_without_an_end_is_rounded() -> None:
    endless = oily(OILY.replace("fish / 200", "fish / 3").replace("omega < 0.25", "omega * 7 < 2"))
    assert factor_lines(endless, endless.findings[0])[0].cut_words == ("0.3", "1.125")
