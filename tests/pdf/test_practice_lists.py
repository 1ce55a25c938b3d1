"""The practitioner's page on a small questionnaire: what is printed, what is open, what stays away."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import tiny
from webapp.assessment import assess, validate_answers
from webapp.localization.localizer import ENGLISH
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.citations import Citations
from webapp.report.views.practice_lists import PracticeLists
from webapp.report.views.practice_model import (
    BandLine,
    ConsideredLine,
    LaboratoryLine,
    ListedLine,
    ScoreLine,
)

BODY = """
  [[section.question]]
  id = "often"
  kind = "single"
  short = "How often"
  text = "How often do you drink?"
  options = [
    { id = "0", label = "Never", points = 0 },
    { id = "1", label = "At times", points = 1.5 },
    { id = "2", label = "Daily", points = 3 },
    { id = "skip", label = "Rather not say", unknown = true },
  ]

  [[section.question]]
  id = "much"
  NUMBER
  unit = "glasses"
  show_if = "often in ['1', '2']"
  when_hidden = 0

  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which pills?"
  options = [ { id = "acid", label = "Acid" }, { id = "pain", label = "Pain" } ]

  [[section.question]]
  id = "scale"
  YES_NO

  [[section.question]]
  id = "value"
  kind = "number"
  text = "Which value?"
  range = [0, 500]
  decimals = 1

[[measure]]
id = "total"
title = "Total"
unit = "points"
value = "often.points + 0.25 * much"

[[measure]]
id = "half_value"
title = "Half"
value = "value / 2"

[[measure]]
id = "kind"
title = "Kind"
type = "level"
cases = [ { when = "total >= 3", value = "strong" }, { value = "none" } ]

[[factor]]
id = "drinking"
title = "Drinking"
slight = "total > 0"
FACTOR
"""


def lists(questionnaire: Questionnaire, **answers: object) -> PracticeLists:
    return PracticeLists(assess(validate_answers(questionnaire, answers)), Citations(questionnaire), ENGLISH)


def page(tables: str, **answers: object) -> PracticeLists:
    return lists(tiny(BODY + tables), **answers)


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


def test_a_questionnaire_without_the_tables_has_an_empty_page() -> None:
    empty = page("")
    lines = [*empty.scores(), *empty.laboratory(), *empty.listed(), *empty.spoilers()]
    tests = [*empty.considered(is_advised=True), *empty.considered(is_advised=False)]
    assert [*lines, *tests] == []


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


LABORATORY = """
[[laboratory]]
id = "a"
title = "Test"
question = "value"
when = "scale == 'yes'"
unit = "mg"
other.unit = "mol"
other.value = "value / 8"
other.decimals = 1
other.basis = { kind = "published", sources = ["who"], note = "display" }

[[laboratory]]
id = "b"
title = "Test"
question = "value"
when = "not known(scale)"
unit = "(unit?)"
"""


def test_a_laboratory_value_is_printed_as_typed_and_in_its_other_unit() -> None:
    row = LaboratoryLine("Test", "6.1\xa0mg", "0.8\xa0mol", "published", (1,), "display")
    assert page(LABORATORY, scale="yes", value="6.1").laboratory() == (row,)
    assert page(LABORATORY, scale="yes", value="64.0").laboratory()[0].other == "8.0\xa0mol"


def test_a_laboratory_value_without_a_unit_has_no_other() -> None:
    row = LaboratoryLine("Test", "6.1\xa0(unit?)", "", "", (), "")
    assert page(LABORATORY, scale="not_sure", value="6.1").laboratory() == (row,)


def test_a_laboratory_value_that_nobody_gave_is_not_printed() -> None:
    assert page(LABORATORY, scale="yes").laboratory() == ()
    assert page(LABORATORY, scale="no", value=6).laboratory() == ()


def test_a_conversion_that_needs_an_unknown_answer_is_left_out() -> None:
    needs = LABORATORY.replace("value / 8", "value * (1 + much)")
    assert page(needs, scale="yes", value=6, often="1").laboratory()[0].other == ""
    assert page(needs, scale="yes", value=6, often="1", much=1).laboratory()[0].other == "12.0\xa0mol"


def test_a_conversion_that_needs_an_answer_that_is_not_there_is_left_out() -> None:
    absent = BODY.replace("when_hidden = 0", 'when_hidden = "nothing"').replace(" + 0.25 * much", "")
    needs = tiny(absent + LABORATORY.replace("value / 8", "value * much"))
    assert lists(needs, scale="yes", value=6, often="0").laboratory()[0].other == ""


LISTED = """
[[listed]]
id = "takes"
title = "Takes"
questions = ["pills", "much", "scale"]

[[listed]]
id = "amounts"
title = "Amounts"
questions = ["much"]
"""


def test_answers_are_listed_and_those_of_a_single_choice_or_number_with_their_question() -> None:
    found = page(LISTED, often="1", pills=["acid", "pain"], much=2, scale="not_sure").listed()
    assert found == (
        ListedLine("Takes", ("Acid", "Pain", "How much?: 2\xa0glasses", "Is it so?: Not sure")),
        ListedLine("Amounts", ("How much?: 2\xa0glasses",)),
    )


def test_a_list_is_empty_where_nobody_answered_and_left_out_where_nobody_was_asked() -> None:
    assert page(LISTED, often="1").listed() == (ListedLine("Takes", ()), ListedLine("Amounts", ()))
    assert page(LISTED, often="0", much=3).listed() == (ListedLine("Takes", ()),)


def test_what_spoils_a_test_is_printed_where_it_surely_holds() -> None:
    spoiler = """
[[spoiler]]
id = "acid"
when = "'acid' in pills"
text = "Acid pills, with {total} points."
"""
    assert page(spoiler, pills=["acid"], often="2", much=0).spoilers() == ("Acid pills, with 3 points.",)
    assert page(spoiler, pills=["pain"]).spoilers() == ()
    assert page(spoiler).spoilers() == ()


CONSIDERED = """
[[considered]]
id = "test"
title = "A test"
when = "scale != 'no'"
reasons = [
  { when = "total >= 3", text = "{total} points" },
  { when = "'acid' in pills", text = "acid pills" },
]
limits = "Not with {pills}."
references = ["who"]

[[considered]]
id = "never"
title = "Another"
reasons = [ { text = "not advised" } ]
limits = "None."
advised = false
"""
ANOTHER = ConsideredLine("Another", ("not advised",), "None.", ())


def test_a_test_is_considered_for_the_reasons_that_hold() -> None:
    test = ConsideredLine("A test", ("3 points", "acid pills"), "Not with Acid.", (1,))
    found = page(CONSIDERED, scale="yes", often="2", much=0, pills=["acid"])
    assert found.considered(is_advised=True) == (test,)
    assert found.considered(is_advised=False) == (ANOTHER,)
    (only,) = page(CONSIDERED, scale="yes", often="1", much=0, pills=["acid"]).considered(is_advised=True)
    assert only.why == ("acid pills",)


@pytest.mark.parametrize(
    "answers",
    [
        {"scale": "yes", "often": "1", "pills": ["pain"]},
        {"scale": "no", "pills": ["acid"]},
        {"pills": ["acid"]},
    ],
)
def test_a_test_is_not_considered_without_a_sure_reason_or_against_its_rule(
    answers: dict[str, object],
) -> None:
    found = page(CONSIDERED, **answers)
    assert found.considered(is_advised=True) == ()
    assert found.considered(is_advised=False) == (ANOTHER,)


def test_a_number_that_is_not_there_has_no_words() -> None:
    absent = BODY.replace(
        "decimals = 1", 'decimals = 1\n  show_if = "scale == \'yes\'"\n  when_hidden = "nothing"'
    )
    score = '[[score]]\nid = "half"\ntitle = "Half"\nmeasure = "half_value"\nitems = ["scale"]'
    assert lists(tiny(absent + score), scale="no").scores()[0].value == ""
