"""Rules are read where they stand, and their errors name the line where they are."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small


def test_an_unknown_question_is_told_with_the_nearest_name() -> None:
    refused(
        'strong = "fibre_g < 3"',
        'strong = "fibre_g < 3 or friut < 1"',
        at="friut",
        code="unknown-name",
        said='low_fibre.strong: unknown name "friut"; did you mean "fruit"?',
    )


def test_a_problem_in_a_rule_of_several_lines_has_its_own_line() -> None:
    refused(
        'strong = "fibre_g < 3"',
        'strong = """\n  fibre_g < 3\n  or drinks == \'2\'\n"""',
        at="'2'",
        code="unknown-option",
        said="low_fibre.strong: drinks has no option of this name: \"'2'\"",
    )


@pytest.mark.parametrize(
    ("rule", "code", "said"),
    [
        (
            "fruit == '1'",
            "wrong-type",
            'this question is answered with a number, not with an option: "fruit"',
        ),
        ("drinks > 1", "wrong-type", 'options have no order: use a figure, such as .points: "drinks"'),
        (
            "drinks.point > 1",
            "unknown-figure",
            'no option of drinks has a figure of this name: "drinks.point"',
        ),
        ("fibre_g", "wrong-type", 'this must be a condition (true or false), but is a number: "fibre_g"'),
        ("fruit >", "unreadable-rule", 'this is not a rule that can be read: "fruit >"'),
        ("low_fibre > 1", "wrong-type", 'a number cannot be compared with a level: "low_fibre > 1"'),
    ],
)
def test_a_rule_that_mixes_things_up_is_refused(rule: str, code: str, said: str) -> None:
    text = small('when = "amount > 20"', f'when = "{rule}"')
    [problem] = problems(text)
    assert (problem.line, problem.code) == (line_of(text, f'when = "{rule}"'), code)
    assert problem.sentence("q").startswith(f"q:{problem.line}: much.when: {said}")


def test_a_figure_that_an_option_lacks_is_told_where_a_rule_needs_it() -> None:
    text = small('label = "At times", points = 1', 'label = "At times"')
    [problem] = problems(text.replace('when = "amount > 20"', 'when = "drinks.points > 0"'))
    assert (problem.code, problem.location) == ("missing-figure", "much.when")
    assert "1 of drinks" in problem.message


def test_a_yes_or_no_measure_is_a_condition() -> None:
    text = small('value = "3 * fruit"', 'type = "yesno"\nvalue = "3 * fruit"')
    assert ("fibre_g.value", "wrong-type") in [(problem.location, problem.code) for problem in problems(text)]


def test_a_level_measure_is_a_level() -> None:
    table = '[[measure]]\nid = "mind"\ntitle = "Mind"\ntype = "level"\nvalue = "{}"\n\n[[phrase]]'
    assert problems(small("[[phrase]]", table.format("max(slight, low_fibre)"))) == ()
    refused(
        "[[phrase]]",
        table.format("fruit + 1"),
        at="fruit + 1",
        code="wrong-type",
        said='mind.value: this must be a level, but is a number: "fruit + 1"',
    )


def test_a_rule_about_a_question_that_cannot_be_read_is_not_called_wrong() -> None:
    text = small('text = "How often do you drink?"', "").replace(
        "amount > 20", "drinks == '1' and amount > 20"
    )
    assert [problem.sentence("q") for problem in problems(text)] == [
        f'q:{line_of(text, "drinks" + chr(34)) - 1}: drinks.text: "text" is missing'
    ]


def test_names_of_a_table_that_cannot_be_read_are_not_called_unknown() -> None:
    text = small('title = "Fibre"\n\n[words]', "title = 5\n\n[words]")
    assert [(problem.code, problem.location) for problem in problems(text)] == [
        ("wrong-type", "who-2023.title")
    ]
