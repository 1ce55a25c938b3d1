"""What nobody meets, and what everybody meets."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import FACTOR
from tests.unit.workbench.lint.linted import noted, noted_in

WITHOUT_EVIDENCE = "\n".join(line for line in FACTOR.split("\n") if not line.startswith("evidence"))

ASKED = """
  [[section.question]]
  id = "a"
  YES_NO
  [[section.question]]
  id = "n"
  NUMBER
  show_if = "a == 'yes'"
  when_hidden = 0
  [[section.question]]
  id = "later"
  NUMBER
"""


def with_factor(rules: str, keys: str = "TWO_LEVELS") -> str:
    return f'{ASKED}\n[[factor]]\nid = "f"\ntitle = "F"\n{rules}\n{keys}'


@pytest.mark.parametrize(
    ("show_if", "code"),
    [
        ("a == 'yes' and a == 'no'", "never-asked"),
        ("n > 2 and a == 'no'", "never-asked"),
        ("a == 'yes' or not (a == 'yes')", None),  # not of those who skip it
        ("known(a) or not known(a)", "always-asked"),
    ],
)
def test_a_question_that_nobody_or_everybody_is_asked_is_told(show_if: str, code: str | None) -> None:
    body = ASKED + f'\n  show_if = "{show_if}"\n  when_hidden = 0'
    assert [one for one in ("never-asked", "always-asked") if noted(body, one)] == ([code] if code else [])


def test_the_sentence_names_the_rule() -> None:
    body = ASKED + "\n  show_if = \"a == 'yes' and a == 'no'\"\n  when_hidden = 0"
    (told,) = noted(body, "never-asked")
    assert told.startswith("later.show_if: nobody is ever asked this question: no answers can make this true")
    assert told.endswith(": \"a == 'yes' and a == 'no'\"")


def test_bounds_that_forget_an_answer_are_told() -> None:
    rows = """[{ when = "a == 'yes'", range = [0, 9] }, { when = "a == 'no'", range = [5, 20] }]"""
    body = ASKED.replace("NUMBER\n  show_if", f'kind = "number"\n  text = "?"\n  ranges = {rows}\n  show_if')
    assert noted_in(body, "bounds-gap") == []
    assert noted_in(body, "row-never-used") == ["n.ranges 2.when"]  # it is only asked after "yes"
    assert noted_in(body.replace("show_if = \"a == 'yes'\"", 'show_if = "true"'), "bounds-gap") == [
        "n.ranges"
    ]


def test_a_row_whose_people_a_row_above_takes_is_told() -> None:
    cases = """cases = [
      { when = "later >= 2", value = 1 }, { when = "later >= 4", value = 2 },
      { when = "n > 2 and a == 'no'", value = 3 }, { value = 0 }]"""
    told = noted(f'{ASKED}\n[[measure]]\nid = "m"\ntitle = "M"\n{cases}', "row-never-used")
    assert [one.split(": ")[2] for one in told] == [
        "a row above takes all of them",
        "no answers can make this true",
    ]
    assert [one.split(": ")[0] for one in told] == ["m.cases 2.when", "m.cases 3.when"]


@pytest.mark.parametrize(
    ("moderate", "slight", "code"),
    [
        ("later >= 4", "later >= 2", None),
        ("later >= 4", "n > 2 and a == 'no'", "level-never-reached"),
        ("later >= 4", "later >= 4 and a == 'yes'", "level-hidden"),
        ("later >= 4", "true", "level-for-everybody"),
    ],
)
def test_a_level_that_nobody_or_everybody_gets_is_told(moderate: str, slight: str, code: str | None) -> None:
    body = with_factor(f'moderate = "{moderate}"\nslight = "{slight}"')
    codes = ("level-never-reached", "level-hidden", "level-for-everybody")
    assert [one for one in codes if noted(body, one)] == ([code] if code else [])


def test_a_level_of_those_who_get_no_report_is_told() -> None:
    stop = '[[safety]]\nid = "young"\ntier = "stop"\nwhen = "known(later) and later < 5"\ntext = "Stop."'
    body = with_factor('moderate = "later > 9"\nslight = "known(later) and later < 3"') + stop
    assert noted_in(body, "level-never-reached") == ["f.slight"]


def test_remarks_that_nobody_reads_are_told() -> None:
    note = '\n[[factor.note]]\nwhen = "n > 2 and a == \'no\'"\ntext = "Look."'
    body = with_factor('moderate = "later > 9"\nslight = "later > 3"') + note
    assert noted_in(body, "never-said") == ["f.note 1.when"]


@pytest.mark.parametrize(
    ("when", "is_said"),
    [
        ("n > 2 and a == 'no'", True),  # "yes", a number, then "no"
        ("n == 0 and a == 'no'", True),
        ("n > 2 and a == 'no' and a == 'yes'", False),
        ("later > 3 and later < 2", False),
    ],
)
def test_a_page_check_that_nobody_meets_is_told(when: str, is_said: bool) -> None:
    check = f'  [[section.check]]\n  when = "{when}"\n  text = "So?"'
    assert noted_in(check + ASKED, "never-said") == ([] if is_said else ["food.check 1.when"])


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("n > 2 and a == 'no'", "flag-never-raised"),
        ("later >= 0 or not known(later)", None),
        ("true", "flag-always-raised"),
    ],
)
def test_a_flag_that_never_or_always_stands_is_told(when: str, code: str | None) -> None:
    body = f'{ASKED}\n[[safety]]\nid = "s"\ntier = 2\nwhen = "{when}"\ntext = "See a doctor."'
    told = [one for one in ("flag-never-raised", "flag-always-raised") if noted(body, one)]
    assert told == ([code] if code else ["flag-always-raised"])


def test_a_sentence_that_a_flag_never_adds_is_told() -> None:
    flag = '[[safety]]\nid = "s"\ntier = 2\nwhen = "later > 5"\ntext = "Go."'
    more = 'more = [{ when = "later < 3", text = "Soon." }]'
    assert noted_in(f"{ASKED}\n{flag}\n{more}", "never-said") == ["s.more 1.when"]


PAGE = """
[[score]]
id = "s"
title = "S"
items = ["later"]
when = "later > 4"
  [[score.band]]
  when = "later < 3"
  text = "Low"
  basis = { kind = "pragmatic" }
[[spoiler]]
id = "p"
when = "n > 2 and a == 'no'"
text = "P"
[[considered]]
id = "t"
title = "T"
when = "later > 4"
reasons = [{ when = "later < 3", text = "low" }, { text = "always" }]
limits = "None."
"""


def test_the_practitioners_page_is_looked_at_too() -> None:
    assert noted_in(ASKED + PAGE, "never-said") == ["s.band 1.when", "t.reasons 1.when", "p.when"]


def test_a_grade_that_is_never_given_is_told() -> None:
    grades = """[factor.evidence]
    grade = "B"
    text = "Few."
    cases = [{ when = "later > 2", grade = "A" }, { when = "later > 3", grade = "C" }]"""
    body = f'{ASKED}\n[[factor]]\nid = "f"\ntitle = "F"\nslight = "later > 1"\nFACTOR\n{grades}'
    assert noted_in(body.replace("FACTOR", WITHOUT_EVIDENCE), "row-never-used") == ["f.evidence.cases 2.when"]


def test_what_was_searched_for_and_not_settled_says_so() -> None:
    body = f'{ASKED}\n[[safety]]\nid = "s"\ntier = 2\nwhen = "n + later > 39.5"\ntext = "Go."'
    (told,) = noted(body, "flag-never-raised", max_states=1)
    assert told.endswith("(found by search, not proved: look at it yourself)")
    assert not noted(body, "flag-never-raised")
