"""What a newer questionnaire changes: in words, for the same people, for golden cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.project import TEXT as REAL
from tests.unit.workbench.simulation.coffee import coffee
from webapp.assessment import AnswerValue, resolve
from webapp.assessment.level_bounds import Range
from webapp.assessment.validate_answers import out_of_range
from webapp.localization.catalogues import TRANSLATIONS
from webapp.localization.questionnaires import served_questionnaires
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.cases import Case
from webapp.workbench.revision import text_report
from webapp.workbench.revision.cases import cases_in, moved
from webapp.workbench.revision.effects import effects
from webapp.workbench.revision.people import QuestionnairePair, is_accepted
from webapp.workbench.revision.wording import GROUPS, changes
from webapp.workbench.simulation.run import SamplingPlan

TEXT = coffee()
OLD = load(TEXT)


def newer(*replaced: tuple[str, str]) -> Questionnaire:
    text = TEXT
    for was, now in replaced:
        assert was in text
        text = text.replace(was, now, 1)
    return load(text)


LONG = "word " * 30
REPLACED = [
    ("question age, text: was “How old?”, is “What age?”", 'text = "How old?"', 'text = "What age?"'),
    ("question coffee, options, yes, label: was “Yes”, is “Sure”", '"Yes"', '"Sure"'),
    ("question tea, options, red: new: “Red”", '"Black" }', '"Black" }, { id = "red", label = "Red" }'),
    ("question tea, options, black: gone: “Black”", ', { id = "black", label = "Black" }', ""),
    ("question age, range: was “[0, 99]”, is “[0, 98]”", "[0, 99]", "[0, 98]"),
    ("question cups, plausible: was “1, 3”, is “1, 2”", "plausible = [1, 3]", "plausible = [1, 2]"),
    ("question cups, when_hidden: was “0”, is “0.5”", "when_hidden = 0", "when_hidden = 0.5"),
    ("factor much_coffee, rules, moderate: was “cups >= 3”, is “cups > 3”", "cups >= 3", "cups > 3"),
    ("safety shaking, tier: was “2”, is “3”", "tier = 2", "tier = 3"),
    ("safety shaking, title: new: “Shaking”", "tier = 2", 'tier = 2\ntitle = "Shaking"'),
    ("reference who, authors: was “WHO”, is “The WHO”", '"WHO"', '"The WHO"'),
]


@pytest.mark.parametrize(("sentence", "was", "now"), REPLACED)
def test_a_change_is_told_under_its_place(sentence: str, was: str, now: str) -> None:
    assert [one.sentence for one in changes(OLD, newer((was, now)))] == [sentence]


def test_the_same_questionnaire_differs_in_nothing() -> None:
    assert changes(OLD, load(TEXT)) == []
    assert list(text_report.wording([])) == ["Nothing that is asked, judged or said differs."]


def test_what_comes_and_goes_is_named_once() -> None:
    without_tea = newer(('\n[[factor]]\nid = "green_tea"', '\n[[factor]]\nid = "tea_leaves"'))
    assert [one.sentence for one in changes(OLD, without_tea)] == [
        "factor green_tea: gone: “Tea”",
        "factor tea_leaves: new: “Tea”",
    ]


def test_another_order_is_told() -> None:
    factors = {name: OLD.factors[name] for name in reversed(list(OLD.factors))}
    (change,) = changes(OLD, replace(OLD, factors=factors))
    assert change.sentence.startswith("factor order: was “much_coffee, some_coffee, green_tea”, is")


def test_of_a_long_text_only_what_differs_is_told() -> None:
    one, other = (newer(('text = "How old?"', f'text = "{LONG}{word} {LONG}"')) for word in ("old", "aged"))
    (change,) = changes(one, other)
    assert change.sentence.count("word") < 25
    assert "old word" in change.sentence
    assert "aged word" in change.sentence


def test_changes_are_grouped_for_the_reader() -> None:
    several = newer(*((was, now) for _, was, now in REPLACED[:1] + REPLACED[4:8] + REPLACED[10:11]))
    headings = [line for line in text_report.wording(changes(OLD, several)) if not line.startswith(" ")]
    assert headings == [f"{group}:" for group in GROUPS if group not in {"Options", "Words"}]


def test_a_factor_a_measure_or_a_flag_that_comes_or_goes_is_no_matter_of_words() -> None:
    other = newer(('id = "much_coffee"', 'id = "very_much"'), ("tier = 2", "tier = 3"))
    groups = {change.sentence.split(":")[0]: change.group for change in changes(OLD, other)}
    assert groups["factor very_much"] == groups["factor much_coffee"] == "Rules"
    assert groups["safety shaking, tier"] == "Rules"


def test_people_are_counted_for_whom_a_level_or_a_flag_changes() -> None:
    moved_bound = newer(("cups >= 3", "cups >= 2"), ("'shaking' in signs", "'none' in signs"))
    found = effects(OLD, moved_bound, SamplingPlan(300, 5))
    lines = list(text_report.people(found))
    assert found.people == 300
    assert found.factors["much_coffee"].moves[(1, 1), (2, 2)] > 3
    assert not found.factors["some_coffee"].moves
    assert any(line.startswith("    such as slight") and " with cups " in line for line in lines)
    assert {flag for flag, _ in found.flags} == {"shaking"}
    assert any(line.startswith("  safety flag shaking: comes for ") for line in lines)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("cups >= 3", "cups >= 2"),
        ("show_if = \"coffee == 'yes'\"", 'show_if = "age > 40"'),
        ('id = "coffee"', 'id = "coffee"\nshow_if = "age > 40"\nwhen_hidden = "no"'),
        ("when_hidden = 0", "when_hidden = 0.5"),
        ("range = [0.5, 4]", "range = [2.5, 4]"),
        ('"Black" }', '"Black" }, { id = "red", label = "Red" }'),
    ],
)
def test_every_level_that_changes_is_counted(was: str, now: str) -> None:
    other, plan = newer((was, now)), SamplingPlan(200, 3, 0.2)
    expected = {factor: Counter[tuple[Range, Range]]() for factor in OLD.factors}
    for pair in QuestionnairePair(OLD, other, plan.unsure).pairs(plan):
        if not any(one.stopped for one in pair):
            for factor, counted in expected.items():
                before, after = (one.level(factor) for one in pair)
                counted[before, after] += before != after
    found = effects(OLD, other, plan)
    assert {factor: effect.moves for factor, effect in found.factors.items()} == expected
    assert any(expected["much_coffee"].values()) == ("Black" not in was)


@pytest.mark.parametrize(("age", "cups"), [(20, 3.5), (20, 1.5), (40, 3.5)])
@pytest.mark.parametrize("now", ["range = [0.5, 4]", "range = [0.5, 3.9]", "range = [2, 4]"])
def test_answers_that_one_side_refuses_are_skipped_by_both(age: int, cups: float, now: str) -> None:
    """A bound may depend on another answer: one side must not take what the other refuses."""
    other = newer(("range = [0.5, 4]", now), ("> 3.9", "> 3.8"))
    given: dict[str, AnswerValue] = {"age": age, "coffee": "yes", "cups": Fraction(cups)}
    before, after = QuestionnairePair(OLD, other, 0).with_answers(given)
    assert before.given == after.given
    for person in (before, after):
        assert not out_of_range(person.answers)


def test_no_example_is_made_up_by_an_answer_out_of_bounds() -> None:
    """No number with one decimal is between 1.95 and 2, so no level changes."""
    old, new = (newer(("cups >= 3", f"cups >= {cut} and age >= 0")) for cut in ("2", "1.95"))
    found = effects(old, new, SamplingPlan(300, 5))
    assert not found.factors["much_coffee"].moves
    assert not found.factors["much_coffee"].examples


def test_without_a_change_nobody_is_concerned() -> None:
    assert list(text_report.people(effects(OLD, load(TEXT), SamplingPlan(100)))) == [
        "100 made-up people who answer both:",
        "  no finding changes, and no safety flag",
    ]


def test_of_a_factor_that_is_new_or_gone_it_says_how_many_get_it() -> None:
    other = newer(('id = "much_coffee"', 'id = "very_much"'))
    lines = list(text_report.people(effects(OLD, other, SamplingPlan(100))))
    told = [line.split(":")[0] for line in lines if line.startswith("  factor ")]
    assert told == ["  factor very_much is new", "  factor much_coffee is gone"]
    new, gone = (next(line for line in lines if line.startswith(each)) for each in told)
    assert new.partition(": ")[2].split(" get it")[0] == gone.partition(": ")[2].split(" had it")[0]
    assert new.endswith(" %) get it, or may")
    assert any(line.startswith("    none–") for line in lines)
    assert not any(line.startswith("    none: ") for line in lines)


def test_where_nobody_is_near_the_bound_somebody_is_searched_for() -> None:
    far = newer(("cups >= 3", "cups >= 3.9"))
    farther = newer(("cups >= 3", "cups >= 4"))
    found = effects(far, farther, SamplingPlan(40, 1, 0.0))
    assert not found.factors["much_coffee"].moves
    (example,) = found.factors["much_coffee"].examples
    assert "found by trying other answers" in "\n".join(text_report.people(found))
    assert (example.was, example.now) == ((2, 2), (1, 1))


def test_what_is_new_or_not_taken_any_more_is_answered_anew() -> None:
    other = newer(
        ('id = "tea"', 'id = "herbs"'),
        ("'green' in tea and 'green' not in tea", "'green' in herbs"),
        ("[0.5, 4]", "[0.5, 1.5]"),
        ("[0.5, 2]", "[0.5, 1]"),
        ("plausible = [1, 3]", "plausible = [0.5, 1]"),
        ("cups >= 3", "cups >= 1"),
        ("cups > 3.9", "cups > 0.9"),
        ('id = "shaking"', 'id = "trembling"'),
        ("'shaking' in signs", "'trembling' in signs"),
    )
    found = effects(OLD, other, SamplingPlan(100))
    assert found.people == 100
    assert found.factors["green_tea"].moves


def test_whom_only_the_newer_form_stops_is_told_and_not_counted() -> None:
    found = effects(OLD, newer(("age < 18", "age < 40")), SamplingPlan(50))
    assert found.people == 50
    assert found.flags["child", "comes"] > 10
    assert not any(effect.moves for effect in found.factors.values())


def test_a_form_that_stops_everybody_is_told_and_ends() -> None:
    found = effects(OLD, newer(("age < 18", "age >= 0")), SamplingPlan(5))
    assert found.people == 0
    assert found.flags["child", "comes"] > 50
    assert "0 made-up people" in next(text_report.people(found))


def test_an_answer_that_was_skipped_is_told_as_such() -> None:
    found = effects(OLD, newer(("plausible = [1, 3]", "plausible = [3, 4]")), SamplingPlan(60, unsure=0.5))
    assert "with cups skipped" in "\n".join(text_report.people(found))


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("age", 3, True),
        ("age", 100, False),
        ("age", "yes", False),
        ("coffee", 3, False),
        ("coffee", "maybe", False),
    ],
)
def test_an_answer_is_kept_only_where_the_newer_question_takes_it(
    name: str, value: AnswerValue, taken: bool
) -> None:
    assert is_accepted(OLD.questions[name], value, resolve(OLD, {}).situation) is taken


def test_golden_cases_that_come_out_otherwise_or_cannot_be_answered_are_named() -> None:
    text = (
        '{"title": "A: three cups", "answers": {"age": 40, "coffee": "yes", "cups": 3.0, "signs": ["none"]}}'
    )
    bounds = '{"base": {"coffee": "yes"}, "bounds": [{"title": "two", "answers": {"cups": 2}}]}'
    cases = [*cases_in("A", text), *cases_in("bounds", bounds), ("wrong", Case("wrong", {"nothing": 1}, {}))]
    higher = newer(("cups >= 3", "cups > 3"))
    lines = list(text_report.cases(list(moved(OLD, higher, cases)), len(cases)))
    assert lines[:2] == [
        "1 of 3 golden cases change:",
        "  A: three cups: much_coffee was moderate, is slight",
    ]
    narrow = newer(
        ("[0.5, 4]", "[3, 4]"), ("[0.5, 2]", "[3, 4]"), ("plausible = [1, 3]", "plausible = [3, 4]")
    )
    (move,) = moved(OLD, narrow, cases)
    assert move.name == "bounds: two"
    assert move.refused == "cups must be from 3 to 4, not 2"
    assert "cannot be answered so any more" in "\n".join(text_report.cases([move], 1))


def test_without_moved_cases_the_count_says_so() -> None:
    assert list(text_report.cases([], 7)) == ["0 of 7 golden cases change."]


def test_a_translation_changes_nothing_for_anybody() -> None:
    served = served_questionnaires(REAL, TRANSLATIONS)
    found = effects(served.source, served.translations["fr"], SamplingPlan(30))
    assert not found.flags
    assert [one for one in found.factors.values() if one.moves or one.examples] == []
