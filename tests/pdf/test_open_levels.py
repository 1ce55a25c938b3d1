"""A level that is open says why: answers are missing, or an answer is a range."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.pdf.answer_ranges import FEW_UNITS_OFTEN, RANGES
from tests.pdf.people import OCCASION, answers_of, bare, pages_in
from tests.project import QUESTIONNAIRE, served
from webapp.assessment import Assessment, assess, compare, validate_answers
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report.pdf.printing import print_report
from webapp.report.views.comparison_view import comparison_view, for_patient
from webapp.report.views.level_words import level_of
from webapp.report.views.model import FactorText
from webapp.report.views.patient_view import patient_view

MISSING, RANGE = "Minor or more (some answers are missing)", "Minor or more (your answer is a range)"

SKIPPED = {**FEW_UNITS_OFTEN, "audit2_uk": None}


def judged(answers: Mapping[str, object], asked: Questionnaire = QUESTIONNAIRE) -> Assessment:
    return assess(validate_answers(asked, answers))


def told(factor: str, answers: Mapping[str, object]) -> FactorText:
    return next(one for one in patient_view(judged(answers), OCCASION).full if one.factor == factor)


def test_a_level_names_what_keeps_it_open() -> None:
    often, skipped = told("alcohol", FEW_UNITS_OFTEN), told("alcohol", SKIPPED)
    assert (often.level, often.gaps) == (RANGE, ())
    assert (skipped.level, skipped.gaps) == (MISSING, ("Units per drinking day",))


def test_the_legend_of_the_picture_names_each_reason_once() -> None:
    little = {"veg_per_day": None, "wholegrain_per_day": 1, "legumes_per_week": 0, "refined_per_day": 1}
    both = patient_view(judged({**FEW_UNITS_OFTEN, **little}), OCCASION)
    front = pages_in(print_report(both))[0]
    assert front.count(bare("Hatched blocks: your answer is a range.")) == 1
    assert front.count(bare("Hatched blocks: some answers are missing.")) == 1


def test_a_level_after_a_change_names_what_keeps_it_open_then() -> None:
    more = {**FEW_UNITS_OFTEN, "sex": "male", "audit2_uk": "3", "alcohol_withdrawal": "no"}
    assert told("alcohol", more).level == "Stands out"
    assert [one.level for one in told("alcohol", more).changes] == ["Worth discussing", RANGE]
    drinks = {"sugary_drinks_per_week": 28, "sugary_drink_kind": "sugar", "juice_per_week": None}
    sugar = told("high_fructose", {**FEW_UNITS_OFTEN, **drinks})
    assert (sugar.level, sugar.gaps) == ("Stands out", ())
    assert [one.level for one in sugar.changes] == [MISSING]


def test_two_visits_compared_name_what_kept_each_level_open() -> None:
    old, new = judged(SKIPPED), judged(FEW_UNITS_OFTEN)
    compared = compare(old, new)
    inside = comparison_view(compared, OCCASION, OCCASION, questionnaires=(QUESTIONNAIRE, QUESTIONNAIRE))
    row = next(one for one in for_patient(inside, compared, new).levels if one.factor == "alcohol")
    assert (row.was, row.now) == (MISSING, RANGE)
    assert MISSING in row.chart
    assert RANGE in row.chart


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "zh-Hans", "ar", "en-simple", "zh-Hans-simple"])
def test_every_language_has_both_reasons_apart_from_the_level(language: str) -> None:
    asked = served().in_language(language)
    remarks = set()
    for answers in (FEW_UNITS_OFTEN, SKIPPED):
        view = patient_view(judged(answers, asked), OCCASION)
        row = next(one for one in view.glance if one.factor == "alcohol")
        assert row.level_alone.startswith(asked.words["level_slight"])
        assert row.remark
        assert row.remark not in row.level_alone
        remarks.add(row.remark)
    assert len(remarks) == 2


def test_an_older_questionnaire_gives_no_reason_where_nothing_is_missing() -> None:
    text = served().text
    older = load("\n".join(one for one in text.split("\n") if "level_at_least_range" not in one))
    found = judged(FEW_UNITS_OFTEN, older)
    level = next(level_of(older, one) for one in found.findings if one.factor.id == "alcohol")
    assert level == "Minor or more"


def test_what_may_be_there_or_not_by_a_range_is_not_called_unanswered() -> None:
    found = judged({"amount_1": "some", "amount_2": None, "amount_3": "none"}, RANGES)
    view = patient_view(found, OCCASION)
    assert {row.factor: row.has_gaps for row in view.glance if row.is_open} == {
        "thing_1": False,
        "thing_2": True,
    }
    front = pages_in(print_report(view))[0]
    assert bare("level_unknown in words: Thing 2.") in front
    assert bare("level_could_be in words: Thing 1.") in front


def test_the_answers_of_the_cases_name_no_missing_answer_where_none_is() -> None:
    for case in ("W55", "W56", "W08", "S01", "W35"):
        for finding in judged(answers_of(case)).findings:
            if finding.lowest < finding.highest:
                is_missing = "missing" in level_of(QUESTIONNAIRE, finding) or finding.cannot_tell
                assert is_missing == bool(finding.gaps)
