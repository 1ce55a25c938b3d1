"""Two visits side by side: what changed, and what cannot be compared because the questionnaire did."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.test_brute_force import given_answer
from tests.unit.assessment.test_findings import case
from tests.unit.assessment.tiny import YES_NO, tiny, tiny_text
from webapp.assessment import (
    VERDICTS,
    AnswerChange,
    Comparison,
    LevelChange,
    MeasureChange,
    assess,
    compare,
    resolve,
    validate_answers,
)
from webapp.assessment.comparison import verdict
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.translation import translated

BODY = """
  [[section.question]]
  id = "test"
  YES_NO

  [[section.question]]
  id = "veg"
  kind = "number"
  short = "Vegetables"
  text = "How much?"
  unit = "handfuls"
  ranges = [ { when = "test == 'yes'", range = [0, 20] }, { range = [0, 15] } ]
  plausible = [0, 10]
  show_if = "test == 'yes'"
  when_hidden = 0

  [[section.question]]
  id = "drinks"
  kind = "single"
  text = "How often?"
  options = [ { id = "0", label = "Never", points = 0 }, { id = "1", label = "Daily", points = 2 } ]

[[measure]]
id = "fibre"
title = "Fibre"
unit = "g"
decimals = 1
value = "2.5 * veg"

[[measure]]
id = "points"
title = "Points"
value = "drinks.points"

[[factor]]
id = "low_fibre"
title = "Low fibre"
estimate = "fibre"
moderate = "fibre < 5"
slight = "fibre < 10 or points >= 2"
TWO_LEVELS

[[factor]]
id = "both"
title = "Both"
slight = "low_fibre >= slight and drinks == '1'"
FACTOR
"""
OLD: dict[str, object] = {"test": "yes", "veg": 1, "drinks": "0"}


def compared(old: dict[str, object], new: dict[str, object], *edits: tuple[str, str]) -> Comparison:
    """Old answers to the questionnaire, new answers to it as edited."""
    body = BODY
    for piece, other in edits:
        assert piece in body
        body = body.replace(piece, other)
    return compare(assess(validate_answers(tiny(BODY), old)), assess(validate_answers(tiny(body), new)))


def verdicts(*edits: tuple[str, str]) -> dict[str, str]:
    """What is said of each factor where the answers are the same and the questionnaire was edited."""
    return {one.factor: one.verdict for one in compared(OLD, OLD, *edits).findings}


def answers_not_comparable(*edits: tuple[str, str]) -> list[str]:
    return [one.id for one in compared(OLD, OLD, *edits).answers if not one.comparable]


def test_answers_that_differ_are_told_in_words_with_their_unit() -> None:
    assert compared(OLD, {**OLD, "veg": 3, "drinks": "1"}).answers == (
        AnswerChange("veg", "Vegetables", "1\xa0handfuls", "3\xa0handfuls", comparable=True),
        AnswerChange("drinks", "How often?", "Never", "Daily", comparable=True),
    )


def test_a_skipped_answer_and_a_question_that_was_not_asked_are_told_apart() -> None:
    skipped, hidden = {**OLD, "veg": None}, {**OLD, "test": "no"}
    assert [(one.id, one.was, one.now) for one in compared(OLD, skipped).answers] == [
        ("veg", "1\xa0handfuls", "")
    ]
    assert [(one.id, one.was, one.now) for one in compared(skipped, hidden).answers] == [
        ("test", "Yes", "No"),
        ("veg", "", None),
    ]


def test_what_was_never_asked_is_not_in_it_though_answers_were_sent() -> None:
    hidden = {**OLD, "test": "no"}
    assert compared({**hidden, "veg": 3}, {**hidden, "veg": 9}).answers == ()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ((2, 3), (1, 1), "better"),
        ((2, 2), (1, 1), "better"),
        ((1, 1), (2, 3), "worse"),
        ((2, 2), (2, 2), "same"),
        ((0, 0), (0, 0), "same"),
        ((0, 0), (1, 3), "new"),
        ((0, 0), (1, 1), "new"),
        ((1, 2), (0, 0), "gone"),
        ((3, 3), (0, 1), "better"),
        ((0, 1), (2, 2), "worse"),
        ((2, 3), (1, 2), "cannot_tell"),
        ((1, 2), (1, 2), "cannot_tell"),
        ((0, 0), (0, 3), "cannot_tell"),
        ((0, 3), (0, 0), "cannot_tell"),
        ((0, 3), (3, 3), "cannot_tell"),
        (None, (1, 1), "cannot_compare"),
        ((1, 1), None, "cannot_compare"),
    ],
)
def test_a_verdict_says_only_what_is_sure(
    was: tuple[int, int] | None, now: tuple[int, int] | None, said: str
) -> None:
    assert verdict(was, now) == said
    assert said in VERDICTS


LEVELS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda ends: (min(ends), max(ends)))
IMPROVED, WORSENED = {"better", "gone"}, {"worse", "new"}


@given(was=LEVELS, now=LEVELS)
def test_a_verdict_read_backwards_is_the_opposite(was: tuple[int, int], now: tuple[int, int]) -> None:
    said, backwards = verdict(was, now), verdict(now, was)
    assert (said in IMPROVED) == (backwards in WORSENED)
    assert (said in WORSENED) == (backwards in IMPROVED)
    assert (said == "same") == (backwards == "same")


@given(was=LEVELS, now=LEVELS, data=st.data())
def test_a_verdict_holds_for_whatever_the_levels_really_are(
    was: tuple[int, int], now: tuple[int, int], data: st.DataObject
) -> None:
    before, after = data.draw(st.integers(*was)), data.draw(st.integers(*now))
    real = verdict((before, before), (after, after))
    said = verdict(was, now)
    assert said in (real, "cannot_tell") or {said, real} in (IMPROVED, WORSENED)


def test_findings_have_both_levels_and_what_is_said_of_them() -> None:
    found = compared(OLD, {**OLD, "veg": 2, "drinks": "1"}).findings
    assert found == (
        LevelChange("low_fibre", "Low fibre", (2, 2), (1, 1), "better"),
        LevelChange("both", "Both", (0, 0), (1, 1), "new"),
    )


def test_measures_have_both_ranges_and_their_unit() -> None:
    (fibre,) = compared(OLD, {**OLD, "veg": None}).measures
    assert fibre == MeasureChange("fibre", "Fibre", "g", 1, (Fraction(5, 2),) * 2, (0, 25), comparable=True)


def test_the_same_questionnaire_is_comparable_throughout() -> None:
    assert verdicts() == {"low_fibre": "same", "both": "same"}
    assert answers_not_comparable() == []


@pytest.mark.parametrize(
    ("piece", "other", "question"),
    [
        ('text = "How much?"', 'text = "How much, really?"', "veg"),
        ('unit = "handfuls"', 'unit = "cups"', "veg"),
        ("range = [0, 15]", "range = [0, 14]", "veg"),
        ("{ when = \"test == 'yes'\", range", "{ when = \"test != 'no'\", range", "veg"),
        ("points = 2", "points = 3", "drinks"),
        ('label = "Daily"', 'label = "Every day"', "drinks"),
        ('{ id = "0"', '{ id = "2", label = "At times", points = 1 }, { id = "0"', "drinks"),
        ("points = 2 }", 'points = 2 }, { id = "skip", label = "?", unknown = true }', "drinks"),
    ],
)
def test_a_question_that_differs_cannot_be_compared_nor_what_stands_on_it(
    piece: str, other: str, question: str
) -> None:
    assert answers_not_comparable((piece, other)) == [question]
    assert set(verdicts((piece, other)).values()) == {"cannot_compare"}


def test_a_change_of_kind_is_a_change_of_the_question() -> None:
    several = BODY.replace('id = "drinks"\n  kind = "single"', 'id = "drinks"\n  kind = "multi"')
    several = several.replace('value = "drinks.points"', "value = 2").replace(
        "drinks == '1'", "'1' in drinks"
    )
    found = compare(
        assess(validate_answers(tiny(BODY), OLD)),
        assess(validate_answers(tiny(several), {**OLD, "drinks": ["0"]})),
    )
    assert [(one.id, one.comparable) for one in found.answers] == [("drinks", False)]


@pytest.mark.parametrize(
    ("piece", "other"),
    [
        ('short = "Vegetables"', 'short = "Greens"'),
        ('short = "Vegetables"', 'short = "Vegetables"\n  help = "Half a cup."\n  changeable = "more"'),
        ('label = "Never"', 'label = "Never", code = "x|1"'),
        ('title = "Low fibre"', 'title = "Little fibre"'),
        ("decimals = 1", "decimals = 0"),
    ],
)
def test_words_beside_the_question_do_not_keep_it_from_being_compared(piece: str, other: str) -> None:
    assert verdicts((piece, other)) == {"low_fibre": "same", "both": "same"}
    assert answers_not_comparable((piece, other)) == []


@pytest.mark.parametrize(
    ("piece", "other"),
    [
        ("fibre < 5", "fibre < 6"),
        ("2.5 * veg", "3 * veg"),
        ('unit = "g"', 'unit = "mg"'),
        ("plausible = [0, 10]", "plausible = [0, 9]"),
        ("when_hidden = 0", "when_hidden = 1"),
        ("show_if = \"test == 'yes'\"", "show_if = \"test != 'no'\""),
    ],
)
def test_a_rule_that_differs_spoils_its_factor_and_all_that_stand_on_it(piece: str, other: str) -> None:
    assert verdicts((piece, other)) == {"low_fibre": "cannot_compare", "both": "cannot_compare"}
    assert answers_not_comparable((piece, other)) == []


def test_the_question_that_decides_whether_another_is_asked_stands_behind_it_too() -> None:
    other = tiny(BODY.replace("YES_NO", YES_NO.replace("Is it so?", "Is it?")))
    found = compare(assess(validate_answers(tiny(BODY), OLD)), assess(validate_answers(other, OLD)))
    assert [one.id for one in found.answers] == ["test"]
    assert {one.verdict for one in found.findings} == {"cannot_compare"}


def test_a_factor_whose_rules_stand_is_compared_though_another_changed() -> None:
    only = ("low_fibre >= slight and drinks == '1'", "points >= 2")
    assert verdicts(only) == {"low_fibre": "same", "both": "cannot_compare"}


def test_a_factor_and_a_question_of_one_questionnaire_alone_cannot_be_compared() -> None:
    factor = BODY[BODY.index('[[factor]]\nid = "both"') :]
    question = '  [[section.question]]\n  id = "more"\n  YES_NO\n\n[[measure]]\nid = "fibre"'
    edits = (factor, ""), ('[[measure]]\nid = "fibre"', question)
    forth = compared(OLD, {**OLD, "more": "yes"}, *edits)
    assert forth.findings[1] == LevelChange("both", "Both", (0, 0), None, "cannot_compare")
    assert forth.answers == (AnswerChange("more", "Is it so?", None, "Yes", comparable=False),)


def test_what_only_the_earlier_questionnaire_had_comes_last() -> None:
    question = '  [[section.question]]\n  id = "more"\n  YES_NO\n\n[[measure]]\nid = "fibre"'
    old = tiny(BODY.replace('[[measure]]\nid = "fibre"', question))
    found = compare(
        assess(validate_answers(old, {**OLD, "more": "no"})),
        assess(validate_answers(tiny(BODY), {**OLD, "veg": 2})),
    )
    assert [(one.id, one.was, one.now, one.comparable) for one in found.answers] == [
        ("veg", "1\xa0handfuls", "2\xa0handfuls", True),
        ("more", "No", None, False),
    ]


def test_a_measure_that_is_worked_out_differently_is_not_comparable() -> None:
    (fibre,) = compared(OLD, OLD, ("2.5 * veg", "3 * veg")).measures
    assert (fibre.was, fibre.now, fibre.comparable) == ((Fraction(5, 2),) * 2, (3, 3), False)


def test_a_score_that_was_not_asked_has_no_value_to_compare() -> None:
    calm, tense = case("W55", stress_now="3"), case("W55")
    change = next(one for one in compare(calm, tense).measures if one.measure == "phq4_total")
    assert (change.was, change.now) == (None, (5, 5))
    assert "phq4_total" not in [one.measure for one in compare(calm, calm).measures]


def test_the_measures_are_the_estimates_and_the_scores_each_once() -> None:
    assert [one.measure for one in compare(case("W55"), case("W55")).measures] == [
        "fibre_g",
        "western_points",
        "fructose_g",
        "alcohol_g",
        "audit_c",
        "phq4_total",
        "phq4_anxiety",
        "phq4_depression",
        "free_sugars_g",
        "vitd_intake_iu",
        "sun_em",
        "vitd_points",
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_visit_compared_with_itself_shows_no_change(data: st.DataObject) -> None:
    raw = {one.id: data.draw(given_answer(one)) for one in QUESTIONNAIRE.questions.values()}
    visit = assess(resolve(QUESTIONNAIRE, raw), changes=False)
    found = compare(visit, visit)
    assert found.answers == ()
    assert {one.verdict for one in found.findings} <= {"same", "cannot_tell"}
    assert all(one.comparable and one.was == one.now for one in found.measures)


def test_answers_in_two_languages_are_compared_in_the_words_of_the_later() -> None:
    words = {
        ("section.food.question.veg.short", "Vegetables"): "Légumes",
        ("section.food.question.drinks.options.0.label", "Never"): "Jamais",
    }
    french = load(translated(tiny_text(BODY), "fr", words))
    old = assess(validate_answers(tiny(BODY), OLD))
    new = assess(validate_answers(french, {**OLD, "veg": 3}))
    found = compare(old, new)
    assert found.answers == (
        AnswerChange("veg", "Légumes", "1\xa0handfuls", "3\xa0handfuls", comparable=True),
    )
    assert [(one.factor, one.verdict) for one in found.findings] == [
        ("low_fibre", "better"),
        ("both", "same"),
    ]


WIDER = ("range = [0, 15]", "range = [0, 16]")
REWORDED = ('text = "How often?"', 'text = "How often do you drink?"')
FEWER = (
    ', { id = "1", label = "Daily", points = 2 } ]',
    ', { id = "1", label = "Daily", points = 2 }, { id = "2", label = "More", points = 3 } ]',
)


@pytest.mark.parametrize(
    ("edit", "changed", "cannot"),
    [
        (WIDER, {"veg"}, {"low_fibre", "both"}),
        (REWORDED, {"drinks"}, {"low_fibre", "both"}),
        (FEWER, {"drinks"}, {"low_fibre", "both"}),
        (
            ('title = "Both"\nslight = "low_fibre >= slight and', 'title = "Both"\nslight = "'),
            set(),
            {"both"},
        ),
    ],
)
def test_what_another_version_in_another_language_asks_alike_is_compared(
    edit: tuple[str, str], changed: set[str], cannot: set[str]
) -> None:
    assert edit[0] in BODY
    words = {("section.food.question.drinks.options.0.label", "Never"): "Jamais"}
    french = load(translated(tiny_text(BODY.replace(*edit)), "fr", words))
    found = compare(assess(validate_answers(tiny(BODY), OLD)), assess(validate_answers(french, OLD)))
    assert {one.id for one in found.answers if not one.comparable} == changed
    assert {one.factor for one in found.findings if one.verdict == "cannot_compare"} == cannot
    assert all(one.was != one.now for one in found.answers if one.comparable)


def test_an_older_translation_that_names_no_wording_is_compared_by_what_it_asks() -> None:
    made = translated(tiny_text(BODY.replace(*REWORDED)), "fr", {})
    older = "\n".join(line for line in made.split("\n") if not line.startswith("source_words"))
    assert older != made
    visits = (assess(validate_answers(each, OLD)) for each in (tiny(BODY), load(older)))
    assert compare(*visits).answers == ()


def test_a_mended_translation_asks_something_else() -> None:
    context = ("section.food.question.drinks.text", "How often?")
    old, new = (
        assess(validate_answers(load(translated(tiny_text(BODY), "fr", {context: words})), OLD))
        for words in ("Combien ?", "Combien de fois ?")
    )
    assert [one.id for one in compare(old, new).answers] == ["drinks"]
