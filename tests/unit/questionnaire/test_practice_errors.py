"""What is refused in the tables for the practitioner's page."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.practice_tables import (
    CONSIDERED,
    EVERY,
    LABORATORY,
    LISTED,
    SCORE,
    SPOILER,
    added,
)
from tests.unit.questionnaire.small import line_of, problems, refused

ONLY_THREE = "does not belong here, only published, arithmetic, pragmatic"


def refused_in(tables: str, old: str, new: str, *, code: str, said: str) -> None:
    """The tables with `new` in place of `old` are refused for one thing, in the line of `new`."""
    assert tables.count(old) == 1
    text = tables.replace(old, new)
    at = new.partition("\n")[0] or "basis = { kind"
    refused("[[reference]]", f"{text}\n[[reference]]", at=at, code=code, said=said)


def id_of(tables: str) -> str:
    """The id of the one table."""
    return tables.partition('id = "')[2].partition('"')[0]


@pytest.mark.parametrize("tables", [SCORE, LABORATORY, LISTED, SPOILER, CONSIDERED])
def test_ids_of_the_page_are_used_once_for_each_kind(tables: str) -> None:
    kind, name = tables.partition("]]")[0].strip("[\n"), id_of(tables)
    line = line_of(added(tables), f'id = "{name}"\ntitle' if kind != "spoiler" else 'id = "acid"\nwhen')
    again = tables.replace(f'id = "{name}"', f'id = "{name}" # again')
    said = f'{name}.id: the id "{name}" is already taken by the {kind} in line {line}'
    refused("[[reference]]", f"{tables}{again}\n[[reference]]", at="# again", code="duplicate-id", said=said)


def test_ids_of_the_page_are_apart_from_all_others() -> None:
    assert problems(added(EVERY.replace('id = "drinking"', 'id = "test"'))) == ()


@pytest.mark.parametrize("tables", [SCORE, LABORATORY, LISTED, SPOILER, CONSIDERED])
def test_an_id_of_the_page_is_a_word(tables: str) -> None:
    name = id_of(tables)
    said = '7up.id: "7up" is no id: write a word of a to z, 0 to 9 and _'
    refused_in(tables, f'id = "{name}"', 'id = "7up"', code="bad-id", said=said)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (
            'measure = "fibre_g"',
            'measure = "fiber_g"',
            "unknown-measure",
            'drinking.measure: unknown measure "fiber_g"; did you mean "fibre_g"?',
        ),
        (
            'items = ["drinks"]',
            'items = ["drink"]',
            "unknown-question",
            'drinking.items 1: unknown question "drink"; did you mean "drinks"?',
        ),
        (
            'figure = "points"',
            'figure = "point"',
            "unknown-figure",
            'drinking.figure: unknown figure "point"; did you mean "points"?',
        ),
        (
            'when = "fruit > 1"',
            'when = "friut > 1"',
            "unknown-name",
            'drinking.when: unknown name "friut"; did you mean "fruit"?',
        ),
        (
            'when = "fibre_g >= 9"',
            'when = "fibre_g"',
            "wrong-type",
            'drinking.band 1.when: this must be a condition (true or false), but is a number: "fibre_g"',
        ),
        (
            'sources = ["who-2023"], ',
            'sources = ["who-2022"], ',
            "unknown-reference",
            'drinking.band 1.basis.sources 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
        (
            'sources = ["who-2023"], ',
            "",
            "incomplete-basis",
            'drinking.band 1.basis: a published cut-off names its references, as in sources = ["who-2023"]',
        ),
        (
            'kind = "published"',
            'kind = "made up"',
            "wrong-value",
            f'drinking.band 1.basis.kind: "made up" {ONLY_THREE}',
        ),
        (
            "About {fibre_g} g.",
            "About {fiber_g} g.",
            "unknown-placeholder",
            'drinking.note: unknown placeholder "fiber_g"; did you mean "fibre_g"?',
        ),
        (
            'text = "Much: 9 or more"',
            'txt = "Much: 9 or more"\n  text = "?"',
            "unknown-key",
            'drinking.band 1.txt: unknown key "txt"; did you mean "text"?',
        ),
    ],
)
def test_what_is_wrong_with_a_score_is_told_in_its_line(old: str, new: str, code: str, said: str) -> None:
    refused_in(SCORE, old, new, code=code, said=said)


def test_a_score_is_made_of_something() -> None:
    said = 'drinking: a score needs a "measure", or "items": the questions that it is made of'
    bare = '\n[[score]] # bare\nid = "drinking"\ntitle = "Drinking"\n'
    refused_in(bare, "[[score]] # bare", "[[score]] # bare", code="incomplete-score", said=said)


def test_a_score_can_be_no_yes_or_no() -> None:
    much = '[[measure]]\nid = "much_fruit"\ntitle = "?"\ntype = "yesno"\nvalue = "fruit > 3"\n'
    said = 'drinking.measure: unknown measure "much_fruit"'
    tables = SCORE.replace('measure = "fibre_g"', 'measure = "much_fruit"')
    refused_in(
        tables + much, 'measure = "much_fruit"', 'measure = "much_fruit"', code="unknown-measure", said=said
    )


@pytest.mark.parametrize("items", ['["fruit"]', '["drinks", "fruit", "pills"]', "[]"])
def test_every_answer_of_a_score_that_adds_up_has_its_figure(items: str) -> None:
    tables = SCORE.replace('items = ["drinks"]', f"items = {items}")
    [problem] = problems(added(tables))
    assert problem.sentence("q").endswith('drinking.figure: unknown figure "points"')


def test_a_figure_is_not_looked_for_in_a_question_that_does_not_exist() -> None:
    [problem] = problems(added(SCORE.replace('items = ["drinks"]', 'items = ["drinkz"]')))
    assert problem.code == "unknown-question"


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (
            'question = "fruit"',
            'question = "friut"',
            "unknown-question",
            'fruit_pieces.question: unknown question "friut"; did you mean "fruit"?',
        ),
        (
            'question = "fruit"',
            'question = "drinks"',
            "wrong-type",
            "fruit_pieces.question: a laboratory value is a question that is answered with a number",
        ),
        (
            '"80.5 * fruit"',
            '"80.5 * friut"',
            "unknown-name",
            'fruit_pieces.other.value: unknown name "friut"; did you mean "fruit"?',
        ),
        (
            '"80.5 * fruit"',
            '"80.5 / fruit"',
            "division-by-zero",
            'fruit_pieces.other.value: this may divide by zero: "80.5 / fruit"',
        ),
        (
            'kind = "arithmetic"',
            'kind = "guessed"',
            "wrong-value",
            f'fruit_pieces.other.basis.kind: "guessed" {ONLY_THREE}',
        ),
        (
            "decimals = 1",
            "decimals = 7",
            "wrong-value",
            'fruit_pieces.other.decimals: "7" does not belong here, only 0, 1, 2, 3',
        ),
    ],
)
def test_what_is_wrong_with_a_laboratory_value_is_told(old: str, new: str, code: str, said: str) -> None:
    refused_in(LABORATORY, old, new, code=code, said=said)


@pytest.mark.parametrize(
    ("tables", "old", "new", "code", "said"),
    [
        (
            LISTED,
            '"pills", ',
            '"pils", ',
            "unknown-question",
            'takes.questions 1: unknown question "pils"; did you mean "pills"?',
        ),
        (LISTED, '["pills", "drinks"]', "[]", "empty", "takes.questions: this lists no question"),
        (
            SPOILER,
            "'acid' in pills",
            "'acd' in pills",
            "unknown-option",
            'acid.when: pills has no option of this name: "\'acd\'"; did you mean "acid"?',
        ),
        (
            SPOILER,
            "{source}",
            "{surce}",
            "unknown-placeholder",
            'acid.text: unknown placeholder "surce"; did you mean "source"?',
        ),
        (
            CONSIDERED,
            '[ { when = "fibre_g > 9", text = "much fibre" }, { text = "for all of {fruit}" } ]',
            "[]",
            "empty",
            "test.reasons: a test needs a reason to consider it",
        ),
        (
            CONSIDERED,
            "fibre_g > 9",
            "fibre_g > 99",
            "never-holds",
            'test.reasons 1.when: no answers can make this true: "fibre_g > 99"',
        ),
        (
            CONSIDERED,
            "for all of {fruit}",
            "for all of {friut}",
            "unknown-placeholder",
            'test.reasons 2.text: unknown placeholder "friut"; did you mean "fruit"?',
        ),
        (
            CONSIDERED,
            "Not with {fruit} pieces.",
            "Not with {friut} pieces.",
            "unknown-placeholder",
            'test.limits: unknown placeholder "friut"; did you mean "fruit"?',
        ),
        (CONSIDERED, "Not with {fruit} pieces.", " ", "blank", "test.limits: this must not be blank"),
        (
            CONSIDERED,
            '["who-2023"]',
            '["who-2022"]',
            "unknown-reference",
            'test.references 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
    ],
)
def test_what_is_wrong_with_lists_and_tests_is_told(
    tables: str, old: str, new: str, code: str, said: str
) -> None:
    assert tables.count(old) == 1
    text = added(tables.replace(old, new))
    [problem] = problems(text)
    assert (problem.code, problem.sentence("q").split(": ", maxsplit=1)[1]) == (code, said)
    assert new.strip(" ,") in text.split("\n")[problem.line - 1]


def test_every_kind_of_table_is_written_with_two_brackets() -> None:
    text = added(LISTED.replace("[[listed]]", "[listed]"))
    [problem] = problems(text)
    assert problem.message == "write each as [[listed]], with two brackets"
