"""Questions that are asked only sometimes, and tables that look at themselves."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small


def test_a_question_cannot_depend_on_a_later_one() -> None:
    refused(
        "plausible = [0, 6]",
        "show_if = \"drinks == '1'\"\n  when_hidden = 0",
        at='show_if = "drinks == \'1\'"\n  when_hidden = 0\n\n  [[section.question]]\n  id = "drinks"',
        code="asked-later",
        said='fruit.show_if: fruit is asked before "drinks", which decides it: move it behind',
    )


def test_a_range_cannot_depend_on_a_later_question() -> None:
    refused(
        "range = [0, 15]",
        "ranges = [ { when = \"drinks == '1'\", range = [0, 15] } ]",
        at="ranges",
        code="asked-later",
        said='fruit.ranges 1.when: fruit is asked before "drinks", which decides it: move it behind',
    )


@pytest.mark.parametrize("rule", ["amount > 1", "known(amount)", "amount_twice > 4"])
def test_a_question_cannot_show_on_itself(rule: str) -> None:
    table = '[[measure]]\nid = "amount_twice"\ntitle = "?"\nvalue = "2 * amount"\n\n[[phrase]]'
    text = small("show_if = \"drinks == '1'\"", f'show_if = "{rule}"').replace("[[phrase]]", table)
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f"q:{line_of(text, 'show_if')}: amount.show_if: amount depends on its own answer"
    )


@pytest.mark.parametrize(
    ("new", "user"),
    [("show_if = \"drinks == '1'\"", "much.when"), ('clinic = "opt_in"', "much.when")],
)
def test_a_question_that_may_be_hidden_and_is_used_says_what_it_then_counts_as(new: str, user: str) -> None:
    refused(
        "show_if = \"drinks == '1'\"\n  when_hidden = 0",
        new,
        at='[[section.question]]\n  id = "amount"',
        code="no-when-hidden",
        said=f"amount.when_hidden: this question is not always asked, and {user} looks at it: "
        'say with "when_hidden" what it then counts as',
    )


def test_a_placeholder_is_a_use_of_a_question() -> None:
    text = small("  when_hidden = 0\n").replace("amount > 20", "fruit > 9").replace("{fibre_g} g", "{amount}")
    [problem] = problems(text)
    assert (problem.code, problem.location) == ("no-when-hidden", "amount.when_hidden")
    assert "low_fibre.told looks at it" in problem.message


def test_a_hidden_question_that_nobody_uses_needs_no_value() -> None:
    assert problems(small("  when_hidden = 0\n").replace("amount > 20", "known(amount)")) == ()


def test_a_hidden_multiple_choice_counts_as_nothing_picked() -> None:
    text = small('kind = "multi"', 'kind = "multi"\n  show_if = "fruit > 1"')
    assert problems(text.replace("amount > 20", "'acid' in pills")) == ()


def test_measures_in_a_circle_are_refused_once() -> None:
    table = '[[measure]]\nid = "other"\ntitle = "?"\nvalue = "fibre_g + 1" # back\n\n[[phrase]]'
    text = small("3 * fruit", "3 * fruit + other").replace("[[phrase]]", table)
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f"q:{line_of(text, '3 * fruit')}: fibre_g.value: fibre_g looks at itself: fibre_g → other → fibre_g"
    )


def test_a_factor_cannot_look_at_its_own_level() -> None:
    refused(
        "fibre_g < 9",
        "low_fibre > none",
        at="low_fibre > none",
        code="circle",
        said="low_fibre.slight: low_fibre looks at itself: low_fibre → low_fibre",
    )


def test_a_circle_through_a_measure_and_a_factor_is_refused() -> None:
    text = small("3 * fruit", "3 * fruit + extra").replace(
        "[[phrase]]",
        '[[measure]]\nid = "extra"\ntitle = "?"\n'
        'cases = [ { when = "low_fibre >= slight", value = 1 }, { value = 0 } ]\n\n[[phrase]]',
    )
    assert [(problem.code, problem.message) for problem in problems(text)] == [
        ("circle", "fibre_g looks at itself: fibre_g → extra → low_fibre → fibre_g")
    ]


def test_a_measure_behind_a_circle_is_not_called_wrong() -> None:
    text = small("3 * fruit", "fibre_g").replace(
        "[[phrase]]", '[[measure]]\nid = "m"\ntitle = "?"\nvalue = "1 / fibre_g"\n\n[[phrase]]'
    )
    assert [problem.code for problem in problems(text)] == ["circle"]


def test_phrases_in_a_circle_are_refused() -> None:
    text = small('text = "fruit"', 'text = "{other}"').replace(
        "[[factor]]", '[[phrase]]\nid = "other"\ncases = [ { text = "{source}" } ]\n\n[[factor]]'
    )
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f"q:{line_of(text, '{other}')}: source.cases 1.text: source looks at itself: source → other → source"
    )


LATER_PAGE = """check = [ { when = "water > 3", text = "So?" } ]

[[section]]
id = "drink"
title = "Drink"
check = [ { when = "fruit > 3", text = "So?" } ]

  [[section.question]]
  id = "water"
  kind = "number"
  text = "How much water?"
  range = [0, 9]

[[measure]]"""


def test_a_check_looks_at_its_own_page_and_at_no_later_one() -> None:
    early, late = LATER_PAGE.split("\n\n", maxsplit=1)
    text = small('title = "Food"', f'title = "Food"\n{early}').replace("[[measure]]", late, 1)
    assert [(one.code, one.location) for one in problems(text)] == [
        ("asked-later", "food.check 1.when"),
        ("check-elsewhere", "food.check 1.when"),
        ("check-elsewhere", "drink.check 1.when"),
    ]
