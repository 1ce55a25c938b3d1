"""Two visits whose questionnaires differ: what can still be compared, and what cannot."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.unit.assessment.tiny import YES_NO, tiny, tiny_text
from tests.unit.assessment.visits import BODY, OLD, compared
from webapp.assessment import ASKED, JUDGED, AnswerChange, LevelChange, assess, compare, validate_answers
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.translation import translated


def verdicts(*edits: tuple[str, str]) -> dict[str, str]:
    """What is said of each factor where the answers are the same and the questionnaire was edited."""
    return {one.factor: one.verdict for one in compared(OLD, OLD, *edits).findings}


def answers_not_comparable(*edits: tuple[str, str]) -> list[str]:
    return [one.id for one in compared(OLD, OLD, *edits).answers if not one.comparable]


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
    assert set(verdicts((piece, other)).values()) == {ASKED}


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
    assert verdicts((piece, other)) == {"low_fibre": JUDGED, "both": JUDGED}
    assert answers_not_comparable((piece, other)) == []


def test_the_question_that_decides_whether_another_is_asked_stands_behind_it_too() -> None:
    other = tiny(BODY.replace("YES_NO", YES_NO.replace("Is it so?", "Is it?")))
    found = compare(assess(validate_answers(tiny(BODY), OLD)), assess(validate_answers(other, OLD)))
    assert [one.id for one in found.answers] == ["test"]
    assert {one.verdict for one in found.findings} == {ASKED}


def test_a_factor_whose_rules_stand_is_compared_though_another_changed() -> None:
    only = ("low_fibre >= slight and drinks == '1'", "points >= 2")
    assert verdicts(only) == {"low_fibre": "same", "both": JUDGED}


def test_a_factor_and_a_question_of_one_questionnaire_alone_cannot_be_compared() -> None:
    factor = BODY[BODY.index('[[factor]]\nid = "both"') :]
    question = '  [[section.question]]\n  id = "more"\n  YES_NO\n\n[[measure]]\nid = "fibre"'
    edits = (factor, ""), ('[[measure]]\nid = "fibre"', question)
    forth = compared(OLD, {**OLD, "more": "yes"}, *edits)
    assert forth.findings[1] == LevelChange("both", "Both", (0, 0), None, JUDGED)
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


def test_a_measure_of_a_question_that_was_put_differently_names_the_question() -> None:
    (fibre,) = compared(OLD, OLD, ('unit = "handfuls"', 'unit = "cups"'), ("2.5 * veg", "3 * veg")).measures
    assert fibre.differs == ASKED


def test_a_measure_that_is_worked_out_differently_is_not_comparable() -> None:
    (fibre,) = compared(OLD, OLD, ("2.5 * veg", "3 * veg")).measures
    assert (fibre.was, fibre.now, fibre.differs) == ((Fraction(5, 2),) * 2, (3, 3), JUDGED)


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
    differs = {one.factor: one.verdict for one in found.findings if one.verdict in (ASKED, JUDGED)}
    assert differs == dict.fromkeys(cannot, ASKED if changed else JUDGED)
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
