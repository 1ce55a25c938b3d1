"""The search finds somebody exactly where there is somebody, as trying out everybody does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, combinations, product

import pytest

from tests.unit.assessment.tiny import tiny
from webapp.assessment.answers import resolve
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question
from webapp.questionnaire.rules import Node, Situation, Symbols, parse
from webapp.workbench.lint.abstract_state import Universe
from webapp.workbench.lint.search import Goal, find_witness

QUESTIONNAIRE = tiny("""
  [[section.question]]
  id = "a"
  YES_NO
  [[section.question]]
  id = "n"
  kind = "number"
  text = "How many?"
  ranges = [{ when = "a == 'yes'", range = [0, 2] }, { when = "a == 'no'", range = [2, 4] }]
  plausible = [1, 3]
  show_if = "a != 'not_sure'"
  when_hidden = 1
  [[section.question]]
  id = "lab"
  kind = "number"
  text = "What number?"
  decimals = 1
  range = [1, 1.5]
  show_if = "known(n) and n >= 2"
  when_hidden = "nothing"
  [[section.question]]
  id = "c"
  kind = "single"
  required = true
  text = "Which?"
  show_if = "lab > 1.2 or a == 'yes'"
  when_hidden = "small"
  options = [
    { id = "small", label = "Small", points = 1 },
    { id = "big", label = "Big", points = 3 },
    { id = "other", label = "Some", unknown = ["big"] },
  ]
  [[section.question]]
  id = "m"
  kind = "multi"
  text = "Any?"
  show_if = "c == 'big'"
  options = [
    { id = "x", label = "X" },
    { id = "y", label = "Y" },
    { id = "none", label = "None", exclusive = true },
    { id = "not_sure", label = "Not sure", exclusive = true, unknown = true },
  ]
  [[section.question]]
  id = "only"
  kind = "multi"
  required = true
  text = "This?"
  options = [{ id = "a", label = "A", exclusive = true }, { id = "none", label = "None", exclusive = true }]
[[measure]]
id = "sum"
title = "Sum"
value = "n + c.points"
[[measure]]
id = "much"
title = "Much"
type = "yesno"
value = "sum >= 5 and not known(m)"
[[factor]]
id = "f"
title = "F"
slight = "sum >= 4"
FACTOR
""")
UNIVERSE = Universe(QUESTIONNAIRE)

RULES = """
a == 'yes' and n > 2 | a == 'no' and n < 2 | a == 'not_sure' | a == 'not_sure' and n == 1 | n == 4
known(a) and not known(n) | known(lab) and lab < 1.1 | lab == 1.3 | lab >= 0 and a == 'yes'
known(lab) and n == 2 | c == 'other' | c == 'other' and sum > 4 | not known(c) and a == 'yes'
c != 'big' and c != 'small' | sum == 7 | sum == 6 and a == 'yes' | sum == 2 | 'x' in m and 'y' in m
'x' in m and 'none' in m | 'not_sure' in m | 'x' not in m and 'y' not in m and known(m)
'none' in m and a == 'no' | much | much and c == 'big' | f >= slight | 'a' in only and 'a' not in only
'a' in only and 'none' in only | f == none and c == 'big' | f == slight and n == 1
a in ['yes', 'not_sure'] and known(lab) | min(n, sum) > 3 | max(n, 2) == 2 and c == 'big' and a == 'no'
a == 'yes' and not known(a) | n / 2 + lab > 3.4 | not (lab < 1)
known(m) and 'x' not in m and 'y' not in m and 'none' not in m
"""
WRITTEN = [one.strip() for one in RULES.replace("\n", "|").split("|") if one.strip()]


def rule(text: str) -> Node:
    measures = {one.id: one.type for one in QUESTIONNAIRE.measures.values()}
    node, problems = parse(text, Symbols(QUESTIONNAIRE.questions, measures, frozenset(QUESTIONNAIRE.factors)))
    assert node is not None, problems
    return node


@cache
def everybody() -> tuple[Situation, ...]:
    """Each person that there can be."""
    return tuple(_everybody())


def _everybody() -> Iterator[Situation]:
    questions = list(QUESTIONNAIRE.questions.values())
    for given in product(*(list(values(one)) for one in questions)):
        raw = dict(zip((one.id for one in questions), given, strict=True))
        if not fits(raw):
            continue
        yield resolve(QUESTIONNAIRE, raw).situation


def values(question: Question) -> Iterator[AnswerValue]:
    if question.kind == "number":
        yield from (
            [None, 0, 1, 2, 3, 4]
            if question.id == "n"
            else [None, *(1 + question.step * i for i in range(6))]
        )
    elif question.kind == "single":
        yield from (option.id for option in question.options)
        yield from [] if question.required else [None]
    else:
        together = [one.id for one in question.options if not one.exclusive]
        yield from chain.from_iterable(combinations(together, size) for size in (1, 2))
        yield from ((one.id,) for one in question.options if one.exclusive)
        yield None


def fits(raw: Mapping[str, AnswerValue]) -> bool:
    """Whether the number is one that the form takes after the other answer."""
    taken = {"yes": (0, 2), "no": (2, 4)}.get(str(raw["a"]), (0, 4))
    return raw["n"] is None or taken[0] <= raw["n"] <= taken[1]  # type: ignore[operator]


@pytest.mark.parametrize("text", WRITTEN)
def test_somebody_is_found_exactly_where_there_is_somebody(text: str) -> None:
    node = rule(text)
    result = find_witness(UNIVERSE, Goal((node,)))
    assert result.is_proved
    assert result.is_empty is not any(node.value(person) is True for person in everybody())


@pytest.mark.parametrize("text", WRITTEN)
def test_somebody_for_whom_it_does_not_surely_hold_is_found_exactly_where_there_is_one(text: str) -> None:
    node = rule(text)
    result = find_witness(UNIVERSE, Goal((), (node,)))
    assert result.is_empty is not any(node.value(person) is not True for person in everybody())


@pytest.mark.parametrize("text", WRITTEN)
def test_a_rule_holds_for_all_whom_the_search_found(text: str) -> None:
    people = find_witness(UNIVERSE, Goal((rule(text),))).witness
    assert people is None or rule(text).value(people) is True


def test_a_search_that_gives_up_has_proved_nothing() -> None:
    result = find_witness(UNIVERSE, Goal((rule("sum == 6 and a == 'yes'"),)), max_states=2)
    assert (result.is_empty, result.is_proved) == (True, False)
