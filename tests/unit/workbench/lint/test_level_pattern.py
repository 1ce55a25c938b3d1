"""The sentences on a level that may be higher say which level is there."""

from __future__ import annotations

from tests.unit.questionnaire.small import SMALL, line_of
from webapp.questionnaire.load import load
from webapp.workbench.checking import find_all

PATTERN = 'level_at_least = "{lowest} or more."'
SAID = "this sentence needs {lowest}: the level that is there for sure"


def test_a_sentence_without_the_level_is_refused() -> None:
    text = SMALL.replace(PATTERN, 'level_at_least = "At least something."')
    line = line_of(text, "level_at_least")
    [error] = find_all(text).errors
    assert (error.code, error.sentence("q")) == (
        "missing-placeholder",
        f"q:{line}: words.level_at_least: {SAID}",
    )
    assert load(text)


def test_so_is_an_easy_sentence() -> None:
    text = SMALL.replace(PATTERN, f'{PATTERN}\neasy.level_at_least = "At least something."')
    assert [one.location for one in find_all(text).errors] == ["words.easy.level_at_least"]


def test_so_is_the_sentence_on_an_answer_that_is_a_range() -> None:
    text = SMALL.replace(PATTERN, f'{PATTERN}\nlevel_at_least_range = "Something (a range)."')
    assert [one.location for one in find_all(text).errors] == ["words.level_at_least_range"]


def test_the_highest_level_may_be_left_out() -> None:
    assert find_all(SMALL).errors == ()
