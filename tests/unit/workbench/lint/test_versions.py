"""Two texts of one questionnaire: what may differ without a new version."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load_document
from webapp.questionnaire.loading.reading import parse_toml
from webapp.workbench.lint import LintContext, check_since


def since(new: str, old: str) -> list[tuple[str, int, str]]:
    """What is reported of a newer text: code, line, sentence."""
    ctx = LintContext(load_document(new))
    check_since(ctx, parse_toml(old).data)
    return [(one.code, one.line, f"{one.location}: {one.message}") for one in ctx.loaded.errors.problems]


@pytest.mark.parametrize(
    ("was", "becomes", "code", "said"),
    [
        ('strong = "fibre_g < 3"', 'strong = "fibre_g < 4"', "meaning", 'this was "fibre_g < 3"'),
        ("range = [0, 15]", "range = [0, 12]", "meaning", "this was 15"),
        ("points = 1 }", "points = 2 }", "meaning", "this was 1"),
        ("tier = 2", "tier = 3", "meaning", "this was 2"),
        ("exclusive = true }", "exclusive = false }", "meaning", "this was true"),
        ('label = "Never"', 'label = "Not at all"', "words", 'this was "Never"'),
        ('title = "Words."', 'title = "New words."', "words", 'this was "Words."'),
        ('ask = ["Which fibre?"]', 'ask = ["Which fibre?", "How much?"]', "words", "this was otherwise"),
        ("tier = 2", 'tier = 2\nmore = [{ text = "Soon." }]', "meaning", "this is new"),
        ("plausible = [0, 6]\n", "", "meaning", "plausible is gone"),
        ('note = "half"', 'note = "halved"', "words", 'this was "half"'),
        ('kind = "arithmetic"', 'kind = "pragmatic"', "meaning", 'this was "arithmetic"'),
    ],
)
def test_a_change_without_a_new_version_is_told_at_its_line(
    was: str, becomes: str, code: str, said: str
) -> None:
    new = SMALL.replace(was, becomes, 1)
    (told,) = since(new, SMALL)
    assert told[0] == f"{code}-without-version"
    assert told[2].endswith(f'{said}, and the version is still "1"')
    assert not becomes or becomes.rsplit("\n", maxsplit=1)[-1] in new.split("\n")[told[1] - 1]


def test_with_a_new_version_anything_may_change() -> None:
    newer = SMALL.replace('version = "1"', 'version = "2"').replace("fibre_g < 3", "fibre_g < 4")
    assert since(newer, SMALL) == []


def test_remarks_and_sources_may_change_without_a_version() -> None:
    old = SMALL.replace('kind = "single"', 'kind = "single"\n  note = "old"')
    assert since(SMALL.replace('kind = "single"', 'kind = "single"\n  note = "new"'), old) == []
    assert since(SMALL, old) == []


def test_papers_may_be_corrected_and_cited_otherwise_without_a_version() -> None:
    newer = SMALL.replace('id = "who-2023"', 'id = "who-2023"\nyear = 2023').replace("who-2023", "fibre-2023")
    assert newer.count("fibre-2023") == SMALL.count("who-2023") > 1
    assert since(newer, SMALL) == []


def test_a_question_or_an_answer_that_is_gone_is_told_also_with_a_new_version() -> None:
    old = SMALL.replace('{ id = "acid"', '{ id = "base", label = "Base" },\n    { id = "acid"')
    newer = SMALL.replace('version = "1"', 'version = "2"')
    asked = '[[section.question]]\nid = "more"\nkind = "number"\ntext = "?"\nrange = [0, 1]\n[[measure]]'
    told = since(newer, old.replace("[[measure]]", asked, 1))
    assert [one[::2] for one in told] == [
        ("id-gone", 'pills.options: the option "base" is gone'),
        ("id-gone", 'food.question: the question "more" is gone'),
    ]


MORE = """
[[section]]
id = "more"
title = "More"
[[section.question]]
id = "tea"
kind = "number"
text = "Tea?"
range = [0, 1]
[[section.question]]
id = "coffee"
kind = "number"
text = "Coffee?"
range = [0, 1]
[[measure]]"""


def test_a_table_inside_a_question_that_is_gone_is_no_question_that_is_gone() -> None:
    """Easy words or a term of keeping have no id of their own."""
    old = SMALL.replace("range = [0, 15]", 'range = [0, 15]\n  easy = { text = "How much fruit?" }', 1)
    [(_, _, said)] = since(SMALL, old)
    assert said == 'fruit.easy: easy is gone, and the version is still "1"'


def test_a_section_that_is_gone_takes_its_questions_along() -> None:
    newer = SMALL.replace('version = "1"', 'version = "2"')
    told = since(newer, SMALL.replace("\n[[measure]]", MORE, 1))
    assert [one[2] for one in told] == ['section: the questions "tea", "coffee" are gone']


def test_a_question_that_moved_to_another_section_is_not_gone() -> None:
    other = '[[section]]\nid = "end"\ntitle = "End"\n'
    moved = SMALL.replace(
        '  [[section.question]]\n  id = "pills"', f'{other}  [[section.question]]\n  id = "pills"'
    )
    newer = moved.replace('version = "1"', 'version = "2"')
    assert since(newer, SMALL) == []
    assert since(SMALL.replace('version = "1"', 'version = "2"'), moved) == []


def test_a_number_that_was_no_plain_one_is_told_as_it_was() -> None:
    old = SMALL.replace("range = [0, 15]", "range = [0, 1e2]")
    assert since(SMALL, old)[0][2].startswith("fruit.range 2: this was 100.0, and")


def test_a_long_text_is_cut_in_the_sentence() -> None:
    old = SMALL.replace('why = "Fibre feeds."', f'why = "{"words " * 30}"')
    assert since(SMALL, old)[0][2] == (
        f'low_fibre.why: this was "{"words " * 10}…", and the version is still "1"'
    )
