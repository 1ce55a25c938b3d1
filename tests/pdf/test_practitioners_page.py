"""The practitioner's page: one page, all that belongs on it, and nothing that was not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from markupsafe import escape

from tests.pdf.people import (
    OCCASION,
    SENT,
    TIMED,
    assessment_of,
    assessment_with,
    bare,
    brief_page,
    fitted,
    flagged,
    pages_in,
    practice_of,
    practice_pdf_of,
    view_of,
)
from tests.project import QUESTIONNAIRE
from webapp.assessment import Assessment
from webapp.localization.localizer import ENGLISH
from webapp.questionnaire.units import bind_units
from webapp.report.pdf.html import render_html
from webapp.report.pdf.page_fit import LEAST_NOTE_LINES, TIGHTER_FITS
from webapp.report.pdf.patient_names import plain_name
from webapp.report.pdf.printing import print_report
from webapp.report.views.amount_words import line_description
from webapp.report.views.model import ReportView
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_model import NOTE_LINES, PageFit, PracticeView
from webapp.report.views.practice_view import practice_view
from webapp.report.views.prose import inline

USUAL = [("W08", "letter"), ("W35", "a4")]
PRINTED = [*USUAL, ("S03", "letter"), ("W55", "letter"), ("W56", "letter"), ("S01", "letter")]
"""Letter is the shorter paper."""


def plain(prose: str) -> str:
    return bare(inline(prose).striptags())


def printed(case: str, paper: str = "letter") -> str:
    return "".join(pages_in(practice_pdf_of(case, paper)))


def words_in(view: PracticeView) -> Iterator[str]:
    """What is on paper however little room there is."""
    yield from (view.reference, view.completed, view.channel, view.origin.version, view.origin.digest)
    yield f"{view.origin.answered} of {view.origin.asked} questions answered; self-reported"
    yield from flags_in(view)
    for row in view.factors:
        yield from (row.title, row.estimate)
    for row in (row for row in view.factors if row.gauge.highest):
        yield from (row.level, row.remark, *row.gaps, *(rule.rule for rule in row.rules))
    yield from lists_in(view)
    yield from ("Referred to:", "Date:", view.disclaimer)


def flags_in(view: PracticeView) -> Iterator[str]:
    for flag in view.flags:
        yield from (flag.heading, flag.title, flag.text, *flag.more, *flag.raised_by)


def lists_in(view: PracticeView) -> Iterator[str]:
    for score in view.scores:
        yield from (f"{score.title}: {score.value}", *(band.text for band in score.bands if band.is_sure))
    for value in view.laboratory:
        yield from (f"{value.question} {value.typed}", value.other)
    for listed in view.listed:
        yield from (listed.title, *listed.entries)
    yield from view.spoilers
    for test in (*view.considered, *view.unadvised):
        yield from (test.title, *test.why, test.limits)


@pytest.mark.parametrize(("case", "paper"), PRINTED)
def test_the_pages_say_all(case: str, paper: str) -> None:
    printed_ = " ".join(pages_in(practice_pdf_of(case, paper)))
    for words in words_in(practice_of(case, paper)):
        assert plain(words) in printed_, words


@pytest.mark.parametrize(("case", "paper"), USUAL)
def test_usual_people_have_eight_lines_for_notes(case: str, paper: str) -> None:
    html, _ = fitted(case, paper)
    assert html.count('class="line"') == NOTE_LINES == 8


def test_a_usual_person_has_every_remark() -> None:
    for row in practice_of("W08").factors:
        assert all(plain(note) in printed("W08") for note in row.notes)


def test_with_all_the_room_every_factor_has_its_rules() -> None:
    told, absent = practice_of("W08").shown_factors
    assert (told, absent) == (practice_of("W08").factors, ())
    html = render_html(practice_of("W08"))
    assert all(escape(bind_units(rule.rule)) in html for row in told for rule in row.rules)


def test_what_gives_way_first_matters_least_and_lines_never_go_below_three() -> None:
    lines = [fit.note_lines for fit in TIGHTER_FITS]
    assert lines == sorted(lines, reverse=True)
    assert lines[-1] == LEAST_NOTE_LINES == 3
    assert TIGHTER_FITS[0] == replace(PageFit(), shows_absent=False, shows_lines=False)
    assert [fit.shows_remarks for fit in TIGHTER_FITS[:3]] == [True, True, False]


def test_factors_at_level_none_may_share_a_sentence_but_are_all_named() -> None:
    view = replace(practice_of("W08"), fit=TIGHTER_FITS[0])
    told, absent = view.shown_factors
    assert {*told, *absent} == set(view.factors)
    assert all(row.level == "none" for row in absent)
    text = pages_in(print_report(view))[0]
    assert all(bare(row.title) in text for row in absent)


@pytest.mark.slow
def test_with_every_flag_none_is_lost_and_the_pressing_stand_on_the_first_page() -> None:
    pages = pages_in(print_report(flagged()))
    assert len(pages) == 3
    assert len(flagged().flags) > 20
    pressing = {one.id for one in QUESTIONNAIRE.safety if one.tier == "1" or one.time in ("now", "today")}
    for flag in flagged().flags:
        assert plain(flag.text) in (pages[0] if flag.id in pressing else pages[0] + pages[1]), flag.text
    assert all(plain(words) in "".join(pages) for words in flags_in(flagged()))
    assert all(plain(words) in "".join(pages) for words in words_in(flagged()))


def test_flags_stand_first_in_the_order_of_their_tiers() -> None:
    tiers = [flag.tier for flag in flagged().flags]
    assert tiers == sorted(tiers)
    assert tiers[0] == flagged().tier == "1"
    assert flagged().tier_words == "Please read this now"
    assert printed("S01").index("Safetyflags") < printed("S01").index("Factors")


def test_flags_of_a_tier_stand_by_the_time_that_their_heading_names() -> None:
    told = practice_view(by_time(), OCCASION, channel="home", submitted_at=SENT)
    assert [(flag.heading, flag.id) for flag in told.flags if flag.tier == "2"] == [
        ("Ask a pharmacist or doctor today", "st_johns_clash"),
        ("Ask a pharmacist or doctor before the next dose", "nsaid_risk"),
        ("See a doctor in the next day or two", "sugar_pregnant"),
        ("See a doctor in the next two weeks", "anaemia"),
    ]
    assert told.tier_words == "Ask a pharmacist or doctor today"
    page = pages_in(print_report(told))[0]
    places = [page.index(bare(f"{flag.heading} {flag.title}")) for flag in told.flags]
    assert places == sorted(places)


def test_the_report_s_practitioner_s_part_names_flags_by_time_as_its_boxes_do() -> None:
    view = patient_view(by_time(), OCCASION)
    boxes = [(box.heading, notice.id) for box in view.safety for notice in box.notices]
    assert [(flag.heading, flag.id) for flag in view.flags] == boxes
    part = "".join(pages_in(print_report(view))).partition("Safetyflags")[2]
    assert all(bare(f"{flag.heading}: {flag.title}.") in part for flag in view.flags)


def by_time() -> Assessment:
    """Somebody whose flags of tier 2 have a time each."""
    return assessment_with("W37", TIMED)


def test_who_has_no_flag_is_said_to_have_none() -> None:
    assert practice_of("W08").tier == practice_of("W08").tier_words == ""
    assert bare("Safety flags: none was raised") in printed("W08")


def test_a_flag_for_the_practitioner_alone_is_told_and_is_no_tier() -> None:
    flags = {flag.id: flag for flag in flagged().flags}
    assert flags["acid_test"].heading == "For the practitioner"
    assert practice_of("S04").tier == "support"


def test_a_tier_that_the_questionnaire_has_no_words_for_takes_those_of_the_flag() -> None:
    answers = assessment_of("S04").answers
    few = {key: text for key, text in answers.questionnaire.words.items() if key != "safety_support"}
    other = replace(answers, questionnaire=replace(answers.questionnaire, words=few))
    told = practice_view(
        replace(assessment_of("S04"), answers=other), OCCASION, channel="paper", submitted_at=SENT
    )
    assert told.tier_words == told.flags[0].title


def test_the_head_tells_when_where_and_by_which_questionnaire() -> None:
    view = practice_of("W55")
    assert (view.completed, view.iso_date) == (
        "October\xa06, 2026, 2:32\N{NO-BREAK SPACE}PM, UTC",
        "2026-10-06",
    )
    assert (view.channel, view.origin.region) == ("own device", "Canada")
    assert view.origin.digest == assessment_of("W55").questionnaire.digest[:8]


def test_a_level_that_is_open_is_drawn_and_told_as_a_range() -> None:
    row = next(row for row in practice_of("W08").factors if row.factor == "low_fibre")
    assert (row.level, row.gauge.lowest, row.gauge.highest) == ("slight–strong", 1, 3)
    assert bare("Missing: Whole grain food, Nuts and seeds.") in printed("W08")


def test_where_a_cut_off_comes_from_stands_behind_it() -> None:
    text = printed("W55")
    assert bare("Packaged foods 4 ≥ 4 [P]") in text
    assert bare("[P] pragmatic cut-off, not validated") in text
    for reference in practice_of("W55").references:
        assert bare(f"{reference.number} {reference.short}") in text


def test_a_score_tells_what_each_answer_counts_and_its_bands() -> None:
    scores = {score.title: score for score in practice_of("W55").scores}
    assert scores["AUDIT-C"].items == ("3", "1", "2")
    assert scores["Stress question"].items[0] == "Stress now: Quite a lot"
    assert [band.text for band in scores["PHQ-4"].bands] == ["Mild: 3 to 5"]
    assert scores["PHQ-4"].bands[0].references


def test_scores_are_drawn_beside_their_cut_offs_where_there_is_room() -> None:
    html, _ = fitted("W35", "a4")
    for line in (score.line for score in practice_of("W35").scores if score.line):
        assert escape(line_description(line, ENGLISH)) in html
    crowded, _ = fitted("W55", "a4")
    assert "Scores beside their cut-offs" not in crowded
    assert "AUDIT-C" in crowded


def test_an_item_that_was_not_answered_counts_nothing_and_no_number_is_made_up() -> None:
    assert {score.title: score.items for score in practice_of("W56").scores}["AUDIT-C"] == ("–",)


def test_scores_that_are_but_values_share_a_paragraph_when_room_is_short() -> None:
    groups = replace(practice_of("W55"), fit=TIGHTER_FITS[-1]).score_groups
    assert len(groups) < len(practice_of("W55").score_groups)
    assert [score.title for group in groups for score in group] == [
        score.title for score in practice_of("W55").scores
    ]
    assert all(not band.remark for group in groups for score in group for band in score.bands)


@pytest.mark.parametrize(
    "name", ["<b>Smith & Sons</b>", "Ann " * 20, "{{ 7*7 }}", "\u202eeoD enaJ", "Zoë\nBell\x00"]
)
def test_a_name_is_printed_whole_as_what_it_is(name: str) -> None:
    view = replace(brief_page(practice_of("W08")), name=plain_name(name))
    assert bare(plain_name(name)) in pages_in(print_report(view))[0]


def test_the_longest_name_takes_no_second_page() -> None:
    (page,) = pages_in(print_report(practice_of("W08", name="A" * 80)))
    assert "A" * 80 in page


def test_a_name_cannot_turn_the_writing_round_or_add_a_line() -> None:
    assert plain_name("\u202eeoD enaJ\u202c") == "eoD enaJ"
    assert plain_name(" Zoë\n\u2028Bell\x00 ") == "Zoë Bell"
    assert practice_of("W08", name="a\u2067b").name == "ab"


def test_the_practitioners_remarks_on_factors_are_on_their_page_and_not_on_the_patients() -> None:
    told = [note for row in practice_of("W55").factors for note in row.notes]
    assert told
    report: ReportView = view_of("W55")
    shown = {note for factor in report.full for note in factor.notes}
    shown |= {note for factor in report.remarked for note in factor.notes}
    assert not shown & set(told)
