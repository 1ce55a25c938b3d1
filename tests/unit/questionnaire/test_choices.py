"""Options and bounds: which question has them, and what they must allow."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small
from webapp.questionnaire.load import load

KIND = 'kind = "multi"'


def test_a_choice_needs_options() -> None:
    text = small(
        "[[measure]]", '[[section.question]] # bare\nid = "x"\nkind = "single"\ntext = "?"\n\n[[measure]]'
    )
    [problem] = problems(text)
    assert (problem.line, problem.code) == (line_of(text, "# bare"), "missing-key")
    assert problem.sentence("q").endswith('x.options: "options" is missing: a choice needs answers')


def test_a_number_question_has_no_options() -> None:
    refused(
        "range = [0, 15]",
        'range = [0, 15]\n  options = [ { id = "a", label = "A" } ]',
        at="options = [ {",
        code="not-for-numbers",
        said="fruit.options: a number question has no options",
    )


@pytest.mark.parametrize(
    "line",
    ['unit = "mg"', "decimals = 1", "range = [0, 1]", "plausible = [0, 1]", 'unknown_label = "?"'],
)
def test_a_choice_has_nothing_of_a_number(line: str) -> None:
    key = line.split(maxsplit=1)[0]
    refused(
        KIND,
        f"{KIND}\n  {line} # here",
        at="# here",
        code="only-for-numbers",
        said=f"pills.{key}: only a number question has {key}",
    )


def test_only_a_multiple_choice_has_exclusive_options() -> None:
    refused(
        'label = "Never"',
        'label = "Never", exclusive = true',
        at="exclusive = true, points",
        code="exclusive-on-single",
        said="drinks.0.exclusive: in a single choice every option excludes the others: leave this out",
    )


def test_what_an_unknown_answer_leaves_possible_are_options_that_say_something() -> None:
    refused(
        "unknown = true",
        'unknown = ["1", "skip"]',
        at='"skip"]',
        code="unknown-option",
        said='drinks.skip.unknown: unknown option "skip"',
    )


@pytest.mark.parametrize("old", ['{ id = "0"', '{ id = "acid"'])
def test_an_unknown_answer_leaves_something_possible(old: str) -> None:
    new = '{ id = "what", label = "?", exclusive = true, unknown = [] },\n    ' + old
    text = small(old, new.replace("exclusive = true, ", "") if "0" in old else new)
    [problem] = problems(text)
    assert (problem.line, problem.code) == (line_of(text, "unknown = []"), "nothing-possible")
    assert problem.message == "this answer leaves no other option possible"


def test_an_unknown_pick_beside_exclusive_ones_only_leaves_nothing_possible() -> None:
    text = small('{ id = "acid", label = "Acid pills" }', '{ id = "skip", label = "?", unknown = true }')
    assert [problem.code for problem in problems(text)] == ["nothing-possible"]


@pytest.mark.parametrize("points", ["1", "-1"])
def test_a_choice_with_an_order_may_be_changeable(points: str) -> None:
    text = small('"At times", points = 1', f'"At times", points = {points}')
    assert problems(text.replace('kind = "single"', 'kind = "single"\n  changeable = "less"')) == ()


@pytest.mark.parametrize("figure", ["points = 0", "dose = 1"])
def test_a_choice_without_an_order_is_not_changeable(figure: str) -> None:
    text = small('"At times", points = 1', f'"At times", {figure}')
    [problem] = problems(text.replace('kind = "single"', 'kind = "single"\n  changeable = "less"'))
    assert (problem.line, problem.code, problem.location) == (24, "no-order", "drinks.changeable")


def test_a_multiple_choice_is_not_changeable() -> None:
    refused(
        KIND,
        f'{KIND}\n  changeable = "less"',
        at="changeable",
        code="no-order",
        said="pills.changeable: a change needs a direction: "
        "a single choice with a figure that rises or falls from option to option",
    )


def test_a_choice_without_options_has_no_order() -> None:
    new = '[[section.question]]\nid = "x"\nkind = "single"\nchangeable = "less"\ntext = "?"\n\n[[measure]]'
    assert [problem.code for problem in problems(small("[[measure]]", new))] == ["missing-key", "no-order"]


def test_a_skipped_choice_counts_as_one_of_its_options() -> None:
    assert problems(small(KIND, f'{KIND}\n  when_skipped = "none"')) == ()
    refused(
        KIND,
        f'{KIND}\n  when_skipped = "non"',
        at="when_skipped",
        code="unknown-option",
        said='pills.when_skipped: unknown option "non"; did you mean "none"?',
    )


def test_a_hidden_choice_counts_as_one_of_its_options() -> None:
    assert problems(small(KIND, f'{KIND}\n  when_hidden = "none"')) == ()
    refused(
        KIND,
        f'{KIND}\n  when_hidden = "non"',
        at="when_hidden = " + '"non"',
        code="unknown-option",
        said='pills.when_hidden: unknown option "non"; did you mean "none"?',
    )
    refused(
        KIND,
        f"{KIND}\n  when_hidden = 7",
        at="when_hidden = 7",
        code="wrong-type",
        said="pills.when_hidden: a choice that was not asked counts as one of its option ids, in quotes",
    )


def test_a_hidden_number_counts_as_a_number_or_nothing() -> None:
    refused(
        "when_hidden = 0",
        'when_hidden = "none"',
        at='when_hidden = "none"',
        code="wrong-type",
        said='amount.when_hidden: a number that was not asked counts as a number or as "nothing"',
    )


def test_a_required_choice_needs_a_way_out() -> None:
    refused(
        '{ id = "skip", label = "Rather not say", unknown = true },\n  ]',
        "]\n  required = true",
        at="required",
        code="no-way-out",
        said="drinks.required: a required question needs a way out, "
        'such as an option "not_sure" or "prefer_not"',
    )


@pytest.mark.parametrize("option", ["prefer_not", "mixed_or_not_sure", "none"])
def test_a_way_out_is_an_option_that_says_so(option: str) -> None:
    old = '{ id = "skip", label = "Rather not say", unknown = true },\n  ]'
    assert problems(small(old, f'{{ id = "{option}", label = "?", points = 0 }} ]\n  required = true')) == ()


def test_an_answer_that_stops_the_form_is_a_way_out() -> None:
    text = small('{ id = "skip", label = "Rather not say", unknown = true },\n  ]', "]\n  required = true")
    flag = (
        '[[safety]]\nid = "stop"\ntier = "stop"\nwhen = "drinks == \'0\'"\ntext = "We stop."\n\n[[reference]]'
    )
    assert problems(text.replace("[[reference]]", flag)) == ()


def test_where_the_rule_that_stops_cannot_be_read_any_question_may_stop_the_form() -> None:
    text = small('{ id = "skip", label = "Rather not say", unknown = true },\n  ]', "]\n  required = true")
    flag = '[[safety]]\nid = "stop"\ntier = "stop"\nwhen = "drinks =="\ntext = "We stop."\n\n[[reference]]'
    assert [one.code for one in problems(text.replace("[[reference]]", flag))] == ["unreadable-rule"]


def test_a_required_number_can_always_be_unknown() -> None:
    assert problems(small('kind = "number"', 'kind = "number"\n  required = true')) == ()


@pytest.mark.parametrize("new", ["", "range = [0, 1]\n  ranges = [ { range = [0, 2] } ]"])
def test_a_number_question_has_a_range_or_ranges(new: str) -> None:
    text = small("range = [1, 40]", new)
    [problem] = [problem for problem in problems(text) if problem.code == "range"]
    assert problem.line == line_of(text, "range = [0, 1]\n" if new else 'id = "amount"') - (not new)
    assert problem.message == 'a number question needs either "range" or "ranges"'


def test_the_lowest_number_comes_first() -> None:
    refused(
        "range = [0, 15]\n  plausible = [0, 6]",
        "range = [15.5, 0]",
        at="[15.5, 0]",
        code="upside-down",
        said="fruit.range: the lowest number comes first",
    )


def test_the_lowest_number_comes_first_in_every_row() -> None:
    refused(
        "range = [1, 40]",
        "ranges = [ { when = \"drinks == '0'\", range = [1, 40] },\n { range = [40, 2] } ]",
        at="[40, 2]",
        code="upside-down",
        said="amount.ranges 2.range: the lowest number comes first",
    )


def test_the_lowest_plausible_number_comes_first() -> None:
    refused(
        "[0, 6]",
        "[6, 0]",
        at="[6, 0]",
        code="upside-down",
        said="fruit.plausible: the lowest number comes first",
    )


@pytest.mark.parametrize("pair", ["[0, 16]", "[-0.5, 6]"])
def test_what_is_plausible_lies_within_the_range(pair: str) -> None:
    refused(
        "[0, 6]",
        pair,
        at=pair,
        code="plausible",
        said="fruit.plausible: what is plausible must lie within [0, 15]",
    )


@pytest.mark.parametrize("pair", ["[2, 1]", "[1, 1]"])
def test_a_figure_that_is_a_pair_rises(pair: str) -> None:
    refused(
        "points = 1 }",
        f"points = {pair} }}",
        at=pair,
        code="upside-down",
        said="drinks.1.points: the lowest number comes first, then a higher one",
    )


def test_a_figure_may_be_a_number_on_one_option_and_a_pair_on_another() -> None:
    figures = [
        option.figures
        for option in load(small("points = 1 }", "points = [1, 2.5] }")).questions["drinks"].options
    ]
    assert figures == [{"points": 0}, {"points": (1, Fraction(5, 2))}, {}]


PAIRED = """
  [[section.question]]
  id = "often"
  kind = "single"
  text = "How often?"
  changeable = "less"
  options = [
    { id = "none", label = "None", points = 0 },
    { id = "few", label = "Few", points = [1, 2] },
    { id = "many", label = "Many", points = [2, 4] },
  ]

[[measure]]"""


@pytest.mark.parametrize(("many", "codes"), [("[2, 4]", []), ("[1, 4]", []), ("[0, 4]", ["no-order"])])
def test_pairs_are_in_order_where_no_end_falls_and_one_rises(many: str, codes: list[str]) -> None:
    text = small("[[measure]]", PAIRED.replace("[2, 4]", many))
    assert [problem.code for problem in problems(text)] == codes
