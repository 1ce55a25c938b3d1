"""Ids: words, used once, and no names of something else."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL, line_of, problems, refused, small
from webapp.questionnaire.load import load

QUESTION = (
    '  [[section.question]]\n  id = "{}"\n  kind = "number"\n  text = "?"\n  range = [0, 1]\n\n[[measure]]'
)


def test_two_questions_cannot_have_one_id() -> None:
    first = line_of(SMALL, 'id = "fruit"')
    refused(
        "[[measure]]",
        QUESTION.format("fruit").replace('"fruit"', '"fruit" # again'),
        at="# again",
        code="duplicate-id",
        said=f'fruit.id: the id "fruit" is already taken by the question in line {first}',
    )


def test_a_measure_and_a_factor_cannot_share_an_id() -> None:
    text = small('id = "low_fibre"', 'id = "fibre_g" # again')
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f'q:{line_of(text, "# again")}: fibre_g.id: the id "fibre_g" is already taken by the measure '
        f"in line {line_of(text, '[[measure]]') + 1}"
    )


def test_a_phrase_cannot_have_the_id_of_a_question() -> None:
    text = small('id = "source"', 'id = "pills" # again').replace("{source}", "{pills}")
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f'q:{line_of(text, "# again")}: pills.id: the id "pills" is already taken by the question '
        f"in line {line_of(SMALL, 'id = ' + chr(34) + 'pills')}"
    )


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (
            "section",
            '[[section]]\nid = "food" # again\ntitle = "?"\n'
            + QUESTION.format("other").removesuffix("[[measure]]"),
        ),
        ("safety", '[[safety]]\nid = "much" # again\ntier = 3\nwhen = "fruit > 1"\ntext = "?"\n'),
        ("reference", '[[reference]]\nid = "who-2023" # again\ntitle = "?"\n'),
    ],
)
def test_ids_of_one_kind_are_used_once(kind: str, table: str) -> None:
    text = small("[words]", table + "\n[words]")
    [problem] = problems(text)
    assert (problem.code, problem.line) == ("duplicate-id", line_of(text, "# again"))
    assert f"already taken by the {kind} in line" in problem.message


def test_a_region_has_its_numbers_once() -> None:
    text = '[[region]]\nid = "" # again\nemergency = "1"\nhelp_line = "2"\n\n[[section]]'
    said = f'region 2.id: the id "" is already taken by the region in line {line_of(SMALL, "[[region]]") + 1}'
    refused("[[section]]", text, at="# again", code="duplicate-id", said=said)


def test_two_options_cannot_have_one_id() -> None:
    refused(
        '{ id = "1", label = "At times", points = 1 },',
        '{ id = "1", label = "At times", points = 1 },\n { id = "1", label = "Often", points = 2 },',
        at='"Often"',
        code="duplicate-id",
        said=f'drinks.1.id: the id "1" is already taken by the option in line {line_of(SMALL, "At times")}',
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Fruit per day", '; did you mean "fruit_per_day"?'),
        ("7up", ""),
        ("é", ""),
        ("_x", '; did you mean "x"?'),
    ],
)
def test_an_id_is_a_word(name: str, hint: str) -> None:
    refused(
        "[[measure]]",
        QUESTION.format(name),
        at=f'id = "{name}"',
        code="bad-id",
        said=f'{name}.id: "{name}" is no id: write a word of a to z, 0 to 9 and _{hint}',
    )


def test_an_option_id_may_begin_with_a_digit_or_a_capital() -> None:
    assert problems(small('id = "acid"', 'id = "AU_1"')) == ()
    assert problems(small('id = "acid"', 'id = "4w"')) == ()


def test_an_option_id_is_a_word() -> None:
    refused(
        'id = "acid"',
        'id = "acid pills"',
        at='"acid pills"',
        code="bad-id",
        said='pills.acid pills.id: "acid pills" is no id: write a word of a to z, 0 to 9 and _; '
        'did you mean "acid_pills"?',
    )


def test_a_reference_id_is_a_word_that_may_have_hyphens() -> None:
    refused(
        "[words]",
        '[[reference]]\nid = "WHO 2023"\ntitle = "?"\n\n[words]',
        at="WHO",
        code="bad-id",
        said='WHO 2023.id: "WHO 2023" is no id: write a word of a to z, 0 to 9 and _; '
        'did you mean "who_2023"?',
    )


def test_a_figure_is_a_word() -> None:
    refused(
        "points = 1 }",
        'points = 1, "gram per day" = 2 }',
        at='"gram per day"',
        code="bad-id",
        said='drinks.1.gram per day: "gram per day" is no id: write a word of a to z, 0 to 9 and _; '
        'did you mean "gram_per_day"?',
    )


@pytest.mark.parametrize("name", ["moderate", "none", "min", "known", "true", "and", "class"])
def test_an_id_cannot_be_a_word_of_the_rule_language(name: str) -> None:
    refused(
        "[[measure]]",
        QUESTION.format(name),
        at=f'id = "{name}"\n  kind',
        code="reserved-id",
        said=f'{name}.id: "{name}" is a word of the rule language and cannot be an id',
    )


def test_an_id_cannot_be_a_number_to_call() -> None:
    refused(
        "[[measure]]",
        QUESTION.format("help_line"),
        at='id = "help_line"',
        code="reserved-id",
        said='help_line.id: "help_line" is a word of regions and cannot be an id',
    )


def test_a_word_that_no_region_says_may_be_an_id() -> None:
    assert "doctor" in load(small("[[measure]]", QUESTION.format("doctor"))).questions
