"""From an assessment to words: what is said, in which order, and what is not said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pdf.people import OCCASION, answers_of, assessment_of, view_of
from tests.project import QUESTIONNAIRE
from webapp.assessment import assess, validate_answers
from webapp.questionnaire.levels import Level
from webapp.report.views.gauges import Gauge
from webapp.report.views.model import ReportView
from webapp.report.views.patient_view import patient_view


def view_with(case: str, **answers: object) -> ReportView:
    """The view of this person with some answers that differ."""
    return patient_view(assess(validate_answers(QUESTIONNAIRE, {**answers_of(case), **answers})), OCCASION)


def test_a_level_that_is_open_says_both_of_its_ends() -> None:
    row = next(row for row in view_of("W08").glance if row.factor == "low_fibre")
    assert row.gauge == Gauge(1, 3)
    assert row.level == "Minor or more (some answers are missing)"
    assert (row.level_alone, row.remark) == ("Minor or more", "some answers are missing")


def test_a_factor_that_cannot_be_told_names_the_questions_that_would_settle_it() -> None:
    mention = next(one for one in view_of("W48").undecided if one.factor == "low_vitamin_d")
    assert mention.level == "Not enough answers"
    assert mention.gaps == ("Vitamin D pills", "Oily fish", "Milk with vitamin D", "Strong sun")


def test_every_factor_is_in_the_picture_once() -> None:
    for case in ("W55", "W56", "W37"):
        assert sorted(row.factor for row in view_of(case).glance) == sorted(QUESTIONNAIRE.factors)


def test_changes_stand_under_the_level_that_they_give() -> None:
    fibre = next(one for one in view_of("W55").full if one.factor == "low_fibre")
    assert [lower.level for lower in fibre.changes] == ["Worth discussing"]
    first = fibre.changes[0].changes[0]
    assert (first.question, first.was, first.becomes) == ("Vegetables", "1", "3\xa0handfuls a day")


@pytest.mark.parametrize(("given", "printed"), [(None, []), ("yes", ["Yes"])])
def test_a_question_that_hardly_any_clinic_asks_is_printed_only_with_an_answer(
    given: str | None, printed: list[str]
) -> None:
    """Otherwise a practitioner reads that a patient would not say, who was never asked."""
    told = view_with("W01", stress_now="5", self_harm=given)
    lines = [line for section in told.answers for line in section.lines]
    assert [line.answer for line in lines if line.question == "Thoughts of self-harm"] == printed
    assert told.origin.asked == len(lines)


def test_one_is_written_as_one_wherever_a_unit_stands() -> None:
    ones = {name: 1 for name, one in QUESTIONNAIRE.questions.items() if one.unit}
    told = view_with("W55", **(ones | {"age_years": 41, "vitd_test": "no"}))
    changes = [change for factor in told.full for lower in factor.changes for change in lower.changes]
    written = [line.answer for section in told.answers for line in section.lines]
    written += [change.becomes for change in changes]
    counted = [words for words in written if words.startswith("1\xa0") or words == "once a week"]
    assert len(counted) > 10
    plurals = {one.unit_forms.many for one in QUESTIONNAIRE.questions.values()} - {""}
    assert {words.partition("\xa0")[2] for words in counted} & plurals == set()
    assert {words.partition("\xa0")[2] for words in written if words.startswith("2\xa0")} <= plurals


def test_who_gave_a_vitamin_d_result_is_not_told_to_ask_for_a_test() -> None:
    blood_test = "Do I need a blood test?"
    for given, asked in (({"vitd_test": "no"}, True), ({"vitd_value": "18.5"}, False)):
        answers = {
            "vitd_test": "yes",
            "vitd_unit": "nmol",
            "vitd_supplement": "none",
            "strong_sun": "no",
            **given,
        }
        told = next(one for one in view_with("W55", **answers).full if one.factor == "low_vitamin_d")
        assert (blood_test in told.ask) == asked


def test_no_change_is_pointed_out_where_a_safety_flag_forbids_it() -> None:
    careful = view_with("W55", conditions=["eating_disorder"])
    assert careful.full
    assert all(factor.changes == () for factor in careful.full)


def test_safety_boxes_stand_in_the_order_of_their_tiers() -> None:
    everything = view_with(
        "S01", stress_now="5", stress_duration="over_3m", self_harm="yes", medicines=["thinner"]
    )
    assert list(dict.fromkeys(box.tier for box in everything.safety)) == ["1", "2", "3"]
    assert "988" in everything.safety[0].notices[0].text


def test_messages_to_see_a_doctor_stand_by_their_time_and_say_what_comes_first() -> None:
    told = view_with("W55", red_flags=["blood_stool", "lump", "severe_pain"], signs_now=["fever"])
    boxes = [(box.time, *(notice.id for notice in box.notices)) for box in told.safety if box.tier == "2"]
    assert boxes[:3] == [("today", "blood", "fever"), ("", "pain"), ("week", "lump")]
    assert told.safety[0].lead.startswith("**First, call a doctor or an urgent-care line today.**")
    assert {box.lead for box in told.safety[1:]} == {""}


def test_a_single_message_says_itself_what_to_do() -> None:
    (box,) = view_with("W55", red_flags=["lump"], medicines=["none"], sex="male").safety
    assert (box.heading, box.lead) == ("See a doctor this week", "")


def test_an_added_sentence_may_make_a_message_more_urgent() -> None:
    for diabetes, time in (("none_tested", "today"), ("type1", "now")):
        told = view_with("W55", medicines=["none"], diabetes=diabetes, signs_now=["vomiting"]).safety[0]
        assert (told.time, [notice.id for notice in told.notices]) == (time, ["vomit"])


def test_whom_to_call_follows_the_region() -> None:
    told = {
        region: view_with("W55", region=region, red_flags=["lump"], signs_now=["fever"]).safety[0].lead
        for region in ("UK", "CA")
    }
    assert "call your GP or NHS 111" in told["UK"]
    assert "call a doctor or an urgent-care line" in told["CA"]


def test_kind_words_of_the_screen_are_not_printed() -> None:
    answered = view_with("W55", stress_now="5", stress_duration="over_3m", self_harm="no")
    assert "support" not in {notice.id for box in answered.safety for notice in box.notices}


def test_safety_signs_that_were_not_answered_are_said_to_be_unchecked() -> None:
    ids = {notice.id for box in view_of("W56").safety for notice in box.notices}
    assert "unchecked" in ids


def test_what_only_the_practitioner_is_told_stands_in_no_box() -> None:
    told = view_with("W55", medicines=["acid"], gut_infections=["hp_untreated"])
    assert [flag.id for flag in told.flags if flag.tier == "practitioner"] == ["acid_test"]
    assert "acid_test" not in {notice.id for box in told.safety for notice in box.notices}


def test_an_answer_is_told_as_it_was_given() -> None:
    lines = {line.question: line for section in view_of("W55").answers for line in section.lines}
    assert lines["Vegetables"].answer == "1\xa0handful a day"
    assert lines["Sugar test number"].answer == "6.1"
    assert lines["Medicines"].answer.startswith("Anti-inflammatory painkillers, such as ibuprofen")
    assert not lines["Sweetener in your drink"].is_unknown


def test_a_skipped_question_has_no_answer_and_an_unsure_one_says_so() -> None:
    lines = {line.question: line for section in view_of("W56").answers for line in section.lines}
    assert (lines["Vegetables"].answer, lines["Vegetables"].is_unknown) == ("", True)
    assert (lines["Warning signs"].answer, lines["Warning signs"].is_unknown) == ("Not sure", True)


def test_the_origin_tells_the_version_the_place_and_how_much_was_answered() -> None:
    origin = view_of("W55").origin
    assert origin.digest == QUESTIONNAIRE.digest[:8]
    assert origin.region == "Canada"
    assert origin.answered == origin.asked == len(assessment_of("W55").answers.given)


def test_a_rule_that_does_not_hold_cites_nothing() -> None:
    ageing = next(row for row in view_of("W55").trace if row.factor == "ageing")
    assert [(rule.holds, rule.references, rule.remark) for rule in ageing.rules] == [("no", (), "")]


def test_an_estimate_is_told_to_a_tenth_and_whole_points_as_whole() -> None:
    estimates = {row.factor: row.estimate for row in view_of("W55").trace}
    assert estimates["low_fibre"] == "Fibre from food: 12.9\xa0g a day"
    assert estimates["western_diet"] == "6\xa0points", "the factor has the same title"


@pytest.mark.parametrize(
    ("language", "date", "direction"),
    [
        ("en", "October 6, 2026", "ltr"),
        ("de", "6. Oktober 2026", "ltr"),
        ("pt-BR", "6 de outubro de 2026", "ltr"),
        ("he", "6 באוקטובר 2026", "rtl"),
        ("tlh", "October 6, 2026", "ltr"),
    ],
)
def test_the_date_is_written_as_the_language_writes_it(language: str, date: str, direction: str) -> None:
    told = view_of("W55", language=language)
    assert (told.date.replace("\xa0", " "), told.direction, told.language) == (date, direction, language)


def test_where_the_desk_has_no_address_there_is_no_code_that_leads_to_it() -> None:
    assert patient_view(assessment_of("W55"), replace(OCCASION, desk="")).qr is None


def test_a_note_is_told_also_of_a_factor_that_is_absent_or_small() -> None:
    much = {one.factor: one.notes for one in view_of("W05").remarked}
    assert "check these numbers" in much["low_fibre"][0]
    high = {one.factor: one.notes for one in view_of("W40a").remarked}
    assert "on the high side" in high["low_vitamin_d"][0]


def test_small_factors_are_told_in_one_line_and_all_others_in_full() -> None:
    told = view_of("W55")
    levels = {row.factor: row.gauge.highest for row in told.glance}
    assert len(told.full) == 8
    assert all(levels[one.factor] >= Level.MODERATE for one in (*told.full, *told.apart))
    assert told.further
    assert all(levels[one.factor] == Level.SLIGHT for one in told.further)


@pytest.mark.parametrize(
    ("edition", "parts", "has_it"),
    [("standard", "", True), ("standard", "patient", False), ("large", "", False), ("large", "all", True)],
)
def test_the_practitioner_s_part_is_there_as_usual_or_as_asked_for(
    edition: str, parts: str, *, has_it: bool
) -> None:
    occasion = replace(OCCASION, edition=edition, parts=parts)
    assert patient_view(assessment_of("W37"), occasion).has_practitioner_part is has_it
