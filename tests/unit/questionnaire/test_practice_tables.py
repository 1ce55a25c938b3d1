"""The tables for the practitioner's page: what they become."""

from __future__ import annotations

from fractions import Fraction

from tests.project import QUESTIONNAIRE
from tests.unit.questionnaire.practice_tables import CONSIDERED, LABORATORY, LISTED, SCORE, SPOILER, added
from tests.unit.questionnaire.small import SMALL, problems
from webapp.assessment import validate_answers
from webapp.questionnaire.basis import Basis
from webapp.questionnaire.load import load
from webapp.questionnaire.practice import (
    BandRule,
    ConsideredRule,
    Conversion,
    LaboratoryRule,
    ListedRule,
    PracticePage,
    ReasonRule,
    ScoreRule,
    SpoilerRule,
)
from webapp.questionnaire.rules import Node, Symbols, parse


def page(tables: str) -> PracticePage:
    return load(added(tables)).practice


def rule(text: str, expect: str = "condition") -> Node:
    questionnaire = load(SMALL)
    scope = Symbols(questionnaire.questions, {"fibre_g": "number"}, frozenset(questionnaire.factors))
    node, found = parse(text, scope, expect)
    assert found == []
    assert node is not None
    return node


def test_a_questionnaire_may_do_without_the_page() -> None:
    assert load(SMALL).practice == PracticePage()


def test_a_score_has_its_measure_its_questions_and_its_bands() -> None:
    band = BandRule("Much: 9 or more", rule("fibre_g >= 9"), Basis("published", ("who-2023",), "of food"))
    assert page(SCORE).scores == (
        ScoreRule(
            "drinking",
            "Drinking",
            "fibre_g",
            ("drinks",),
            "points",
            rule("fruit > 1"),
            (band,),
            "About {fibre_g} g.",
        ),
    )


def test_a_laboratory_value_has_its_two_units() -> None:
    other = Conversion("g", rule("80.5 * fruit", "number"), 1, Basis("arithmetic", (), "by weight"))
    row = LaboratoryRule("fruit_pieces", "Fruit", "fruit", "pieces", rule("fruit > 2"), other)
    assert page(LABORATORY).laboratory == (row,)


def test_a_conversion_is_exact() -> None:
    questionnaire = load(added(LABORATORY))
    other = questionnaire.practice.laboratory[0].other
    assert other is not None
    exact = Fraction(161, 2) * 3
    assert other.value.value(validate_answers(questionnaire, {"fruit": 3}).situation) == (exact, exact)


def test_lists_spoilers_and_tests_are_as_written() -> None:
    found = page(LISTED + SPOILER + CONSIDERED)
    assert found.listed == (ListedRule("takes", "Takes", ("pills", "drinks")),)
    assert found.spoilers == (
        SpoilerRule("acid", rule("'acid' in pills"), "Acid pills spoil {source}.", "NICE"),
    )
    reasons = (ReasonRule("much fibre", rule("fibre_g > 9")), ReasonRule("for all of {fruit}"))
    limits = "Not with {fruit} pieces."
    guard, references = rule("fruit > 3"), ("who-2023",)
    test = ConsideredRule("test", "A test", reasons, limits, guard, is_advised=False, references=references)
    assert found.considered == (test,)


def test_what_may_be_left_out_may_be_left_out() -> None:
    score = page('[[score]]\nid = "a"\ntitle = "A"\nitems = ["fruit"]').scores[0]
    assert score == ScoreRule("a", "A", "", ("fruit",))
    row = page('[[laboratory]]\nid = "a"\ntitle = "A"\nquestion = "fruit"\nunit = "g"').laboratory[0]
    assert row == LaboratoryRule("a", "A", "fruit", "g")
    test = page('[[considered]]\nid = "a"\ntitle = "A"\nreasons = [{ text = "b" }]\nlimits = "c"').considered[
        0
    ]
    assert test == ConsideredRule("a", "A", (ReasonRule("b"),), "c")


def test_a_question_that_is_not_always_asked_says_what_it_counts_as_in_a_band() -> None:
    text = added(SCORE.replace("fibre_g >= 9", "amount >= 9")).replace("  when_hidden = 0\n", "")
    assert [one.code for one in problems(text)] == ["no-when-hidden"]


def test_no_limit_of_the_questionnaire_in_use_lacks_its_words() -> None:
    assert len(QUESTIONNAIRE.practice.considered) == 12
    assert {one.id for one in QUESTIONNAIRE.practice.considered if not one.is_advised} == {
        "lactulose_mannitol",
        "zonulin",
        "igg_and_scores",
        "supplements_evidence",
    }


def test_a_score_adds_up_numbers_and_no_pairs() -> None:
    [problem] = problems(added(SCORE).replace("points = 1 }", "points = [1, 2] }"))
    assert problem.code == "wrong-type"
    assert problem.sentence("q").endswith(
        'drinking.figure: a score adds up numbers, and "points" of some option is a pair'
    )
