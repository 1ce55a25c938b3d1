"""Numbers that are absent, or may be: made-up rules, checked against every completion of the answers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.assessment.tiny import tiny
from webapp.assessment import Answers, assess, resolve
from webapp.assessment.level_bounds import exact_levels
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Cases, Node, Picks, Situation, Symbols, parse
from webapp.questionnaire.rules.facts import Domain
from webapp.questionnaire.rules.numbers import Number

STORES = tiny(
    """
  [[section.question]]
  id = "recent"
  YES_NO

  [[section.question]]
  id = "dose"
  kind = "number"
  text = "How much?"
  range = [0, 3]

  [[section.question]]
  id = "ferritin"
  kind = "number"
  text = "What was the number?"
  range = [1, 3]
  show_if = "recent == 'yes'"
  when_hidden = "nothing"

  [[section.question]]
  id = "again"
  kind = "number"
  text = "And the one before?"
  range = [1, 3]
  show_if = "dose > 1"
  when_hidden = "nothing"

[[measure]]
id = "stores"
title = "Stores"
cases = [ { when = "recent == 'yes'", value = "ferritin" }, { value = "2 * dose" } ]

[[measure]]
id = "sum"
title = "Sum"
value = "ferritin + again"

[[factor]]
id = "low"
title = "Low"
moderate = "stores < 2"
slight = "stores < 3"
TWO_LEVELS

[[safety]]
id = "flag"
tier = 2
when = "stores > 1"
text = "See a doctor."
"""
)
SYMBOLS = Symbols(STORES.questions, {"stores": "number", "sum": "number"}, frozenset())

PLAIN = st.sampled_from(["ferritin", "again", "dose", "0", "1", "2", "3"])
LEAVES = st.one_of(st.sampled_from(["stores", "sum"]), PLAIN)
SIGNS = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])


def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, parts, st.sampled_from(["+", "-", "*"]), parts),
        st.builds("({} / {})".format, parts, st.sampled_from(["2", "(dose + 1)", "max(stores, 1)"])),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), parts, parts),
    )


NUMBERS = st.recursive(LEAVES, larger, max_leaves=4)
ROWS = st.recursive(PLAIN, larger, max_leaves=3).filter(lambda text: "stores" not in text)
CONDITIONS = st.recursive(
    st.one_of(
        st.builds("stores {} {}".format, SIGNS, NUMBERS),
        st.builds("{} {} {}".format, NUMBERS, SIGNS, NUMBERS),
        st.builds("{} {} {} {} {}".format, LEAVES, SIGNS, NUMBERS, SIGNS, LEAVES),
        st.sampled_from(["recent == 'yes'", "recent != 'no'", "known(ferritin)", "known(dose)"]),
    ),
    lambda parts: st.one_of(
        st.builds("not ({})".format, parts),
        st.builds("({} {} {})".format, parts, st.sampled_from(["and", "or"]), parts),
    ),
    max_leaves=4,
)
WHENS = st.one_of(
    st.sampled_from(["recent == 'yes'", "dose > 1", "dose == 1 or recent == 'no'"]),
    CONDITIONS.filter(lambda text: "stores" not in text),
)
TESTED = st.one_of(st.sampled_from(["ferritin", "2 * ferritin - again", "max(ferritin, dose)"]), ROWS)
ESTIMATED = st.one_of(st.sampled_from(["2 * dose", "3 - dose", "2"]), ROWS)
NUMBER_ROWS = st.tuples(WHENS, TESTED, ESTIMATED)
ANSWERS = st.fixed_dictionaries(
    {
        "recent": st.sampled_from(["not_sure", "yes", "no", None]),
        "dose": st.sampled_from([None, 0, 1, 2, 3, None]),
        "ferritin": st.sampled_from([1, 2, 3, None]),
        "again": st.sampled_from([1, 2, 3, None]),
    }
)


def rule(text: str) -> Node:
    node, problems = parse(text, SYMBOLS)
    assert node is not None, problems
    return node


def with_rules(rows: tuple[str, str, str], moderate: str, slight: str) -> Questionnaire:
    """The questionnaire with other rules; loading them would refuse those that never hold."""
    when, value, otherwise = map(rule, rows)
    stores = replace(STORES.measures["stores"], formula=Cases(((when, value), (None, otherwise))))
    rules = {Level.MODERATE: rule(moderate), Level.SLIGHT: rule(slight)}
    low, [flag] = replace(STORES.factors["low"], rules=rules), STORES.safety
    return replace(
        STORES,
        measures={**STORES.measures, "stores": stores},
        factors={"low": low},
        safety=(replace(flag, when=rule(moderate)),),
    )


def single_values(domain: Domain) -> list[Domain]:
    """Every single thing that an answer may be."""
    assert not isinstance(domain, Picks)
    if isinstance(domain, frozenset):
        return [frozenset([option]) for option in domain]
    if domain is None:
        return [None]
    low, high = cast("tuple[int, int]", domain)
    return [(number, number) for number in range(low, high + 1)]


def completions(answers: Answers) -> Iterator[Situation]:
    open_, book = answers.situation, answers.questionnaire.rule_book
    for values in itertools.product(*map(single_values, open_.domains.values())):
        yield Situation(book, dict(zip(open_.domains, values, strict=True)), open_.known, open_.unsure)


@settings(max_examples=settings().max_examples * 3, deadline=None)
@given(NUMBER_ROWS, CONDITIONS, CONDITIONS, ANSWERS)
def test_an_absent_number_counts_as_absent_in_every_rule(
    rows: tuple[str, str, str], moderate: str, slight: str, raw: dict[str, AnswerValue]
) -> None:
    questionnaire = with_rules(rows, moderate, slight)
    answers = resolve(questionnaire, raw)
    every = list(completions(answers))
    levels = [one.level("low") for one in every]

    found = exact_levels(questionnaire, answers.situation, "low")
    assert found == (min(low for low, _ in levels), max(high for _, high in levels))
    [finding] = assess(answers, changes=False).findings
    assert finding.is_settled or finding.gaps

    raised = questionnaire.safety[0].when
    truth = raised.value(answers.situation)
    assert truth is None or {raised.value(one) for one in every} == {truth}


@settings(deadline=None)
@given(NUMBER_ROWS, ANSWERS)
def test_a_measure_that_may_be_absent_has_no_value(
    rows: tuple[str, str, str], raw: dict[str, AnswerValue]
) -> None:
    answers = resolve(with_rules(rows, "dose > 1", "dose > 0"), raw)
    every = [one.measure("stores") for one in completions(answers)]
    value = assess(answers).measures["stores"].value
    if None in every:
        assert value is None
    elif value is not None:
        low, high = cast("tuple[Number, Number]", value)
        assert all(low <= end <= high for one in every for end in cast("tuple[Number, Number]", one))


def test_a_test_that_somebody_may_have_had_leaves_the_level_open() -> None:
    """Somebody who had the test and has no number would be judged by nothing, others by the estimate."""
    answers = resolve(STORES, {"recent": "not_sure", "dose": 0})
    assessment = assess(answers)
    [finding] = assessment.findings
    assert (finding.lowest, finding.highest) == (Level.NONE, Level.MODERATE)
    assert finding.gaps == ("recent",)
    assert finding.trace[0].filled() == "stores – or 0 < 2"
    assert [f"{one.filled()} = {one.result}" for one in finding.trace[0].workings] == ["– or 2 × 0 = ?"]
    assert assessment.measures["stores"].value is None
