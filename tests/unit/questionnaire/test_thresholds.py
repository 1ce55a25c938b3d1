"""Comparisons that nothing can make true, divisions by zero, and levels in the wrong order."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small
from webapp.questionnaire.loading.possibilities import Perhaps

WHEN = "amount > 20"
MODERATE_BASIS = 'basis.moderate = { kind = "arithmetic", note = "half" }\n'


@pytest.mark.parametrize(
    "rule",
    [
        "fruit > 15",
        "fruit >= 15.1",
        "fruit < 0",
        "fruit == 16",
        "fibre_g > 45",
        "amount > 40",
        "drinks.points > 1",
        "low_fibre > strong",
        "fruit > amount + 15",
    ],
)
def test_a_comparison_that_nothing_can_make_true_is_refused(rule: str) -> None:
    refused(
        f'when = "{WHEN}"',
        f'when = "{rule}"',
        at=f'when = "{rule}"',
        code="never-holds",
        said=f'much.when: no answers can make this true: "{rule}"',
    )


@pytest.mark.parametrize(
    "rule",
    [
        "fruit >= 15",
        "fruit <= 0",
        "fibre_g > 44",
        "amount < 1",
        "drinks.points > 0",
        "low_fibre >= strong",
        "'none' in pills",
    ],
)
def test_a_comparison_at_the_bound_is_accepted(rule: str) -> None:
    assert problems(small(WHEN, rule)) == ()


def test_a_part_of_a_rule_that_nothing_can_make_true_has_its_own_line() -> None:
    refused(
        f'when = "{WHEN}"',
        f'when = """\n{WHEN}\nor fruit > 15 # hopeless\n"""',
        at="hopeless",
        code="never-holds",
        said='much.when: no answers can make this true: "fruit > 15"',
    )


def test_known_may_hold_or_not() -> None:
    table = """[[measure]]
id = "guide"
title = "Guide"
cases = [ { when = "known(fruit) and fruit > 3", value = 30 }, { value = 25 } ]

[[measure]]
id = "asked"
title = "Asked"
type = "yesno"
value = "known(drinks)"

[[measure]]
id = "both"
title = "Both"
cases = [ { when = "asked", value = 2 }, { value = 1 } ]

[[phrase]]"""
    text = small("[[phrase]]", table)
    assert problems(text.replace(WHEN, "guide > 29 and both > 1")) == ()
    assert [problem.code for problem in problems(text.replace(WHEN, "guide > 30"))] == ["never-holds"]


def test_an_answer_that_means_unknown_may_be_tested_for() -> None:
    table = """[[measure]]
id = "guide"
title = "Guide"
cases = [ { when = "drinks in ['1', 'skip']", value = 30 }, { value = 25 } ]

[[measure]]
id = "acid"
title = "Acid"
cases = [ { when = "drinks == 'skip' or 'acid' in pills", value = 3 }, { value = 2 } ]

[[phrase]]"""
    text = small("[[phrase]]", table)
    assert problems(text.replace(WHEN, "guide > 29 and acid > 2")) == ()
    assert [problem.code for problem in problems(text.replace(WHEN, "acid > 3"))] == ["never-holds"]


def test_what_stands_for_an_uncertain_condition_says_so() -> None:
    assert Perhaps().text == "perhaps"


def test_a_division_by_what_may_be_zero_is_refused() -> None:
    refused(
        "3 * fruit",
        "3 / fruit",
        at="3 / fruit",
        code="division-by-zero",
        said='fibre_g.value: this may divide by zero: "3 / fruit"',
    )


def test_a_division_by_a_number_is_accepted() -> None:
    assert problems(small("3 * fruit", "21 * fruit / 7")) == ()


@pytest.mark.parametrize(
    ("level", "rule", "harder"),
    [
        ("moderate", "fibre_g < 3", "fibre_g < 3"),
        ("moderate", "fibre_g < 2", "fibre_g < 3"),
        ("moderate", "3 > fibre_g", "fibre_g < 3"),
        ("moderate", "fruit > 5 or fibre_g < 3", "fibre_g < 3"),
    ],
)
def test_a_lower_level_must_be_easier_to_reach(level: str, rule: str, harder: str) -> None:
    text = small('moderate = "fibre_g < 6"', f'moderate = "{rule}"')
    [problem] = problems(text)
    assert (problem.line, problem.code) == (line_of(text, f'moderate = "{rule}"'), "not-descending")
    assert problem.location == f"low_fibre.{level}"
    assert problem.message.endswith(f'must be easier to reach than "{harder}" of strong')


@pytest.mark.parametrize(
    "rule",
    ["fibre_g <= 3", "fibre_g < 3.1", "fibre_g > 40", "fibre_g == 3", "fruit < 1", "fibre_g < fruit + 1"],
)
def test_a_lower_level_may_be_any_easier(rule: str) -> None:
    assert problems(small('moderate = "fibre_g < 6"', f'moderate = "{rule}"')) == ()


def test_upward_levels_descend_too() -> None:
    text = (
        small("fibre_g < 3", "fibre_g > 9")
        .replace("fibre_g < 6", "fibre_g >= 9")
        .replace("fibre_g < 9", "fibre_g >= 9.5")
    )
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f"q:{line_of(text, 'slight = ' + chr(34) + 'fibre')}: low_fibre.slight: "
        '"fibre_g >= 9.5" must be easier to reach than "fibre_g >= 9" of moderate'
    )


def test_levels_are_compared_with_the_next_that_there_is() -> None:
    text = small('moderate = "fibre_g < 6"\n').replace(MODERATE_BASIS, "")
    [problem] = problems(text.replace("fibre_g < 9", "fibre_g < 2"))
    assert problem.message == '"fibre_g < 2" must be easier to reach than "fibre_g < 3" of strong'


def test_a_rule_that_rests_on_a_broken_one_is_not_judged() -> None:
    text = small("3 * fruit", "3 * friut").replace(WHEN, "fibre_g > 900")
    assert [problem.code for problem in problems(text)] == ["unknown-name"]


def test_a_rule_about_a_number_without_bounds_is_not_judged() -> None:
    text = small("  range = [0, 15]\n").replace(WHEN, "fruit > 900")
    assert [problem.code for problem in problems(text)] == ["range"]
