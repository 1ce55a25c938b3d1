"""Charts: true to the numbers, described in words, and without anything that a page's policy forbids."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from markupsafe import Markup

from tests.pdf.chart_svg import SVG, fibre, level, line_of, number_of, places, read
from tests.pdf.people import practice_of
from webapp.assessment import Trend
from webapp.localization.localizer import Localizer
from webapp.report.charts import charts
from webapp.report.charts.number_line import number_line
from webapp.report.charts.scales import ticks
from webapp.report.charts.svg import coordinate
from webapp.report.views.gauges import Gauge

DAYS = ("6 Oct", "8 Jan", "3 Apr")


def told(chart: Markup) -> str:
    return read(chart).findtext(f"{SVG}desc") or ""


CHARTS = [
    lambda: charts.profile(practice_of("W08").factors, prefix="a", title="Factors"),
    lambda: charts.trend(fibre((3, 3), None, (1, 4)), DAYS, prefix="a"),
    lambda: charts.step(Gauge(0, 3), None, "was a, now b"),
    lambda: charts.pair((1, 1), (0, 2), 1),
    lambda: number_line(line_of("W55", "high_fructose"), "What it shows"),
]


@pytest.mark.parametrize("make", CHARTS)
def test_a_chart_has_no_style_no_script_and_no_address(make: object) -> None:
    assert callable(make)
    for element in read(make()).iter():
        assert not {"style", "href", "onload"} & set(element.attrib)
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "text", "path", "rect", "circle", "g",
        }  # fmt: skip


@pytest.mark.parametrize("make", CHARTS)
def test_a_chart_is_one_picture_with_a_name(make: object) -> None:
    assert callable(make)
    chart = read(make())
    assert chart.get("role") == "img"
    assert chart.findtext(f"{SVG}title")


def test_every_id_begins_with_the_prefix_and_is_named_by_the_picture() -> None:
    chart = read(charts.trend(level((1, 1)), DAYS[:1], prefix="visit-7"))
    ids = [element.get("id") for element in chart.iter() if element.get("id")]
    assert ids == ["visit-7-title", "visit-7-desc"] == (chart.get("aria-labelledby") or "").split()


def test_the_profile_tells_every_factor_and_draws_what_is_open_as_hatched() -> None:
    rows = practice_of("W08").factors
    chart = charts.profile(rows, prefix="a", title="Factors")
    assert "Low fibre: slight–strong" in told(chart)
    assert all(f"{row.title}: {row.level}" in told(chart) for row in rows)
    hatched = sum(row.gauge.highest - row.gauge.lowest for row in rows)
    assert number_of(chart, "path") == hatched + 1  # and one in the key


def test_the_profile_begins_where_the_language_does() -> None:
    rows = practice_of("W08").factors
    english, arabic = (
        read(charts.profile(rows, prefix="a", title="Factors", words=Localizer(tag))) for tag in ("en", "ar")
    )
    bars = [
        [(float(one.get("x", "")), float(one.get("width", ""))) for one in chart.findall(f".//{SVG}rect")]
        for chart in (english, arabic)
    ]
    assert [(charts.WIDE - left - width, width) for left, width in bars[0]] == bars[1]
    anchors = [
        {one.get("text-anchor") for one in chart.findall(f"{SVG}text")[:3]} for chart in (english, arabic)
    ]
    assert anchors == [{"start"}, {"end"}]


def test_a_trend_draws_a_dot_for_a_number_and_a_bar_for_a_range() -> None:
    chart = charts.trend(fibre((10, 10), (5, 20), (30, 30)), DAYS, prefix="a")
    assert (number_of(chart, "circle"), number_of(chart, "rect")) == (2, 1)
    assert told(chart) == "6 Oct: 10; 8 Jan: 5–20; 3 Apr: 30"


def test_what_is_not_known_is_no_zero_and_joins_nothing() -> None:
    known = charts.trend(fibre((10, 10), (0, 0), (30, 30)), DAYS, prefix="a")
    unknown = charts.trend(fibre((10, 10), None, (30, 30)), DAYS, prefix="a")
    assert number_of(unknown, "circle") == number_of(known, "circle") - 1
    assert number_of(unknown, "path") == number_of(known, "path") - 2
    assert "?" in [text.text for text in read(unknown).iter(f"{SVG}text")]
    assert "8 Jan: no value" in told(unknown)


def test_a_trend_of_levels_has_the_four_levels_as_its_scale() -> None:
    chart = charts.trend(level((0, 0), (1, 3)), DAYS[:2], prefix="a")
    words = [text.text for text in read(chart).iter(f"{SVG}text")]
    assert words[1:5] == ["none", "slight", "moderate", "strong"]
    assert told(chart) == "6 Oct: none; 8 Jan: slight–strong"


def test_a_trend_of_a_measure_has_a_dashed_line_at_each_cut_off_also_above_its_numbers() -> None:
    chart = charts.trend(fibre((10, 10), (20, 20)), DAYS[:2], prefix="a", cuts=(15, Fraction(45, 2), 30))
    dashed = [one.attrib["d"] for one in read(chart).iter(f"{SVG}path") if "stroke-dasharray" in one.attrib]
    heights = [float(one.split()[1].split("L")[0]) for one in dashed]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3
    assert min(heights) >= 30
    assert told(chart).endswith("cut-off: 15; cut-off: 22.5; cut-off: 30")


def test_of_many_visits_the_first_and_the_last_are_labelled() -> None:
    days = [f"November {day + 10}, 2026" for day in range(9)]
    many = charts.trend(level(*[(1, 1)] * 9), days, prefix="a")
    words = [text.text for text in read(many).iter(f"{SVG}text")]
    assert [word for word in words if word in days] == [days[0], days[-1]]


def test_visits_stand_as_far_apart_as_they_were_and_never_one_upon_the_other() -> None:
    four = level((1, 1), (1, 1), (1, 1), (1, 1))
    labels = [str(day) for day in range(4)]
    even, apart, close = (
        places(charts.trend(four, labels, prefix="a", times=times))
        for times in ((), (0, 100, 300, 400), (0, 1, 2, 1000))
    )
    assert even == places(charts.trend(four, labels, prefix="a", times=(5, 5, 5, 5)))
    assert [round(one - even[0]) for one in even] == [0, 88, 176, 264]
    assert [round(one - apart[0]) for one in apart] == [0, 66, 198, 264]
    assert [round(one - close[0]) for one in close] == [0, 12, 24, 264]
    late = places(charts.trend(four, labels, prefix="a", times=(0, 998, 999, 1000)))
    assert [round(one - late[0]) for one in late] == [0, 240, 252, 264]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 9])
def test_the_days_beneath_a_trend_never_run_into_each_other(count: int) -> None:
    labels = [f"Nov {day + 10}, 2026" for day in range(count)]
    chart = charts.trend(level(*[(1, 1)] * count), labels, prefix="a")
    spans = []
    for text in read(chart).iter(f"{SVG}text"):
        if text.text in labels:
            width, at = 6 * len(text.text), float(text.attrib["x"])
            share = {"start": 0, "middle": 0.5, "end": 1}[text.attrib.get("text-anchor", "start")]
            spans.append((at - share * width, at + (1 - share) * width))
    assert len(spans) >= 2
    assert all(right + 8 <= left for (_, right), (left, _) in pairwise(sorted(spans)))


def test_words_in_a_chart_are_words() -> None:
    hostile = Trend("measure", "x", "<script>&", "", 0, ((1, 1),))
    chart = charts.trend(hostile, ["<b>"], prefix="a")
    assert read(chart).findtext(f"{SVG}title") == "<script>&"


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("AUDIT-C", "AUDIT-C"),
        (
            "\u0627\u0644\u0645\u0633\u0643\u0646\u0627\u062a (NSAID)",
            "\u2067\u0627\u0644\u0645\u0633\u0643\u0646\u0627\u062a (NSAID)\u2069",
        ),
        ("24\u200f/10\u200f/2026", "\u206724\u200f/10\u200f/2026\u2069"),
    ],
)
def test_words_from_right_to_left_keep_their_order_in_a_chart_from_left_to_right(
    words: str, drawn: str
) -> None:
    chart = charts.trend(replace(fibre((3, 3)), title=words, unit=""), [words], prefix="a")
    texts = [element.text for element in read(chart).findall(f"{SVG}text")]
    assert {drawn} == {text for text in texts if text and words in text}


@pytest.mark.parametrize(
    ("numbers", "scale"),
    [
        ([], [0, Fraction(1, 2)]),
        ([3, 6], [0, 2, 4, 6]),
        ([118], [0, 50, 100, 150]),
        ([0], [0, Fraction(1, 2)]),
        ([Fraction(1, 10)], [0, Fraction(1, 20), Fraction(1, 10)]),
        ([-3, 3], [-4, -2, 0, 2, 4]),
    ],
)
def test_a_scale_is_round_and_holds_zero_and_every_number(numbers: list[int], scale: list[int]) -> None:
    assert ticks(numbers) == scale


@pytest.mark.parametrize(
    ("number", "written"), [(3, "3"), (Fraction(1, 3), "0.3"), (Fraction(-5, 2), "-2.5")]
)
def test_a_place_is_written_to_a_tenth(number: Fraction, written: str) -> None:
    assert coordinate(number) == written


def test_two_visits_are_told_in_the_name_of_the_small_charts() -> None:
    assert "<title>was a, now &lt;b&gt;</title>" in charts.step(Gauge(0, 3), None, "was a, now <b>")
    assert "was 1.0, now no value" in charts.pair((1, 1), None, 1)


def test_no_number_of_a_scale_is_rounded() -> None:
    line = Trend("measure", "omega", "Omega", "g", 1, ((Fraction(3, 100),) * 2, (Fraction(7, 100),) * 2))
    drawn = [text.text for text in read(charts.trend(line, ["a", "b"], prefix="x")).iter(f"{SVG}text")]
    assert {"0", "0.02", "0.04", "0.06", "0.08"} <= set(drawn)
