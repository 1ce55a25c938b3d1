"""Numbers that fall between cut-offs, and numbers that two cut-offs claim."""

from __future__ import annotations

import pytest

from tests.unit.workbench.lint.linted import noted

ASKED = """
  [[section.question]]
  id = "n"
  NUMBER
  [[section.question]]
  id = "kind"
  kind = "single"
  text = "Which?"
  options = [{ id = "small", label = "Small", figure = 1 }, { id = "big", label = "Big", figure = 3 }]
"""


def levels(strong: str, moderate: str, slight: str) -> str:
    rules = f'strong = "{strong}"\nmoderate = "{moderate}"\nslight = "{slight}"'
    return f'{ASKED}\n[[factor]]\nid = "f"\ntitle = "F"\n{rules}\nTHREE_LEVELS'


@pytest.mark.parametrize(
    ("strong", "moderate", "slight", "where"),
    [
        ("n >= 8", "n >= 5", "n >= 2", []),
        ("n >= 8", "4 <= n < 7", "2 <= n < 4", ["from 7 and below 8"]),
        ("n >= 8", "4 <= n < 6", "2 <= n < 4", ["from 6 and below 8"]),
        ("n > 8", "5 <= n < 8", "2 <= n < 5", ["exactly 8"]),
        ("n > 8", "n > 5 and n <= 8", "n < 5", ["exactly 5"]),
        ("n < 2", "n > 12", "n > 9", []),  # too little, or too much: the middle is well
        ("n < 2 or n > 12", "n < 4 or n > 9", "n < 5 or n > 8", []),
        (
            "kind == 'big' and n >= 8",
            "kind == 'big' and 4 <= n < 6",
            "n >= 30 / 2",
            ["from 6 and below 8"],
        ),
        ("4 * n >= 8", "4 * n >= 5", "4 * n == 4", []),  # no fourfold is between 4 and 5
        ("n >= 8", "4 <= n and not n >= 6", "2 <= n < 4", ["from 6 and below 8"]),
        ("n >= 8", "4 <= n <= 6", "2 <= n < 4", ["above 6 and below 8"]),
        ("n > 8", "4 <= n <= 6", "2 <= n < 4", ["above 6 and up to 8"]),
    ],
)
def test_a_number_that_falls_through_is_told(
    strong: str, moderate: str, slight: str, where: list[str]
) -> None:
    told = noted(levels(strong, moderate, slight), "gap")
    assert [one.split(" is ", 1)[1] for one in told] == where


def test_the_sentence_is_at_the_rule_above_the_gap() -> None:
    told = noted(levels("n > 8", "5 <= n < 8", "2 <= n < 5"), "gap")
    assert told == ["f.strong: no level holds where n is exactly 8"]


@pytest.mark.parametrize(
    ("bands", "where"),
    [
        (["n >= 3", "n >= 5"], []),
        (["3 <= n < 6", "6 <= n < 9", "n >= 9"], []),
        (["3 <= n < 6", "5 <= n < 9"], ["from 5 and below 6"]),
        (["n <= 5", "n >= 5"], ["exactly 5"]),
        (["n <= 5 or n >= 9", "n <= 3 or 6 <= n < 7"], ["up to 3"]),
        (["n <= 5 or n >= 9", "n >= 10 or 6 <= n < 7"], ["from 10"]),
        (["n <= 5 or n > 9", "n > 9 or 6 <= n < 7"], ["above 9"]),
        (["n <= 3.5", "n >= 3.5"], []),  # nobody gives half a number
        (["0 < n < 6", "n >= kind.figure"], []),  # no fixed cut-off
    ],
)
def test_a_number_that_two_bands_claim_is_told(bands: list[str], where: list[str]) -> None:
    rows = "".join(
        f'\n[[score.band]]\nwhen = "{band}"\ntext = "Band"\nbasis = {{ kind = "pragmatic" }}'
        for band in bands
    )
    told = noted(f'{ASKED}\n[[score]]\nid = "s"\ntitle = "S"\nitems = ["n"]\n{rows}', "overlap")
    assert [one.split(" is ", 1)[1] for one in told] == where


def test_rows_of_a_measure_are_looked_at_and_cut_offs_may_stand_on_the_left() -> None:
    cases = 'cases = [{ when = "8 < n", value = 2 }, { when = "3 < n and 8 > n", value = 1 }, { value = 0 }]'
    told = noted(f'{ASKED}\n[[measure]]\nid = "m"\ntitle = "M"\n{cases}', "gap")
    assert told == ["m.cases 1.when: no row holds where n is exactly 8"]


def test_whether_anybody_has_such_a_number_is_said_to_be_unsettled_where_the_search_gave_up() -> None:
    told = noted(levels("n + n >= 8", "4 <= n + n < 6", "n + n == 3"), "gap", max_states=1)
    assert told
    assert all(one.endswith("look at it yourself)") for one in told)


def test_many_other_conditions_are_left_alone() -> None:
    many = " or ".join(f"(kind == 'big' and n * {factor} > 3)" for factor in range(2, 10))
    assert noted(levels("n > 8", f"{many}", "2 <= n < 5"), "overlap") == []


SEVEN = " and ".join(f"k{place} == 'yes'" for place in range(7))

ASKED_MUCH = ASKED + "".join(
    f"""
  [[section.question]]
  id = "k{place}"
  kind = "single"
  text = "This?"
  options = [{{ id = "yes", label = "Yes" }}, {{ id = "no", label = "No" }}]
"""
    for place in range(7)
)


def test_cut_offs_that_hang_on_too_many_other_answers_are_searched_and_said_to_be_no_more() -> None:
    rules = f'strong = "{SEVEN} and n >= 8"\nmoderate = "{SEVEN} and 4 <= n < 6"\nslight = "n == 2"'
    body = f'{ASKED_MUCH}\n[[factor]]\nid = "f"\ntitle = "F"\n{rules}\nTHREE_LEVELS'
    (told,) = noted(body, "cut-offs-not-proved")
    assert told.startswith("f.strong: whether every number of n has its level was looked at in a part only")
    assert told.endswith("the rules hang on 7 other conditions")
    assert any("from 6 and below 8" in told for told in noted(body, "gap"))


def test_cut_offs_that_could_be_tried_whole_are_not_doubted() -> None:
    assert noted(levels("n >= 8", "4 <= n < 7", "2 <= n < 4"), "cut-offs-not-proved") == []
