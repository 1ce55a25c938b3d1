"""Compiled rules are worth what the evaluator of record says, whatever the answers may be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.rules.test_evaluation import BOOK, DOMAINS, rule
from webapp.questionnaire.rules import Picks, Situation, cases
from webapp.questionnaire.rules.closures import Cells
from webapp.questionnaire.rules.compiled import Compiler, Layout
from webapp.questionnaire.rules.situation import Domain

BITS = {
    "sex": {"male": 1, "female": 2},
    "drinks": {"0": 1, "1": 2, "not_sure": 4},
    "pills": {"nsaid": 1, "acid": 2},
}
LAYOUT = Layout(BOOK, {"veg": 10, "lab": 4}, BITS)
COMPILER = Compiler(LAYOUT)

numbers = st.recursive(
    st.sampled_from(["veg", "lab", "drinks.points", "fibre", "target", "0", "2.5", "7"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        inner.map(lambda one: f"-{one}"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(
            lambda parts: f"{parts[0]}({parts[1]}, {parts[2]})"
        ),
    ),
    max_leaves=6,
)
signs = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])
conditions = st.recursive(
    st.one_of(
        st.tuples(numbers, signs, numbers).map(" ".join),
        st.tuples(st.sampled_from(["mind", "diet"]), signs, st.sampled_from(["none", "moderate"])).map(
            " ".join
        ),
        st.sampled_from(
            [
                "true",
                "false",
                "high",
                "known(veg)",
                "sex == 'male'",
                "drinks in ['1', 'not_sure']",
                "'acid' in pills",
                "'nsaid' in pills",
            ]
        ),
    ),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda parts: f"({''.join(parts)})"),
    ),
    max_leaves=6,
)


def span(per: int) -> st.SearchStrategy[Domain]:
    ends = st.lists(st.integers(-30, 60).map(lambda one: Fraction(one, per)), min_size=2, max_size=2)
    return st.one_of(st.none(), ends.map(lambda two: (min(two), max(two))))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    sure = draw(st.frozensets(st.sampled_from(["nsaid", "acid"])))
    domains: dict[str, Domain] = {
        "veg": draw(span(10)),
        "lab": draw(span(4)),
        "sex": draw(st.frozensets(st.sampled_from(["male", "female"]))),
        "drinks": draw(st.frozensets(st.sampled_from(["0", "1"]))),
        "pills": Picks(sure, sure | draw(st.frozensets(st.sampled_from(["nsaid", "acid"])))),
    }
    unsure = draw(st.sampled_from([{}, {"drinks": "not_sure"}, {"pills": "acid"}]))
    return Situation(BOOK, domains, draw(st.frozensets(st.just("veg"))), unsure)


def cells_of(situation: Situation) -> Cells:
    cells = LAYOUT.blank()
    for name, place in LAYOUT.questions.items():
        bit = BITS.get(name, {}).get(situation.unsure.get(name, ""), 0)
        cells[place] = (coded(name, situation.domains[name]), bit, name in situation.known)
    return cells


def coded(name: str, domain: Domain) -> object:
    if isinstance(domain, Picks):
        return LAYOUT.mask(name, domain.sure), LAYOUT.mask(name, domain.possible)
    if isinstance(domain, frozenset):
        return LAYOUT.mask(name, domain)
    return None if domain is None else tuple(int(end * LAYOUT.parts[name]) for end in domain)


@given(text=conditions, situation=situations())
def test_a_condition_is_as_true_as_the_record_says(text: str, situation: Situation) -> None:
    node = rule(text)
    try:
        expected = node.value(situation)
    except ZeroDivisionError:  # what is loaded never divides by what may be zero
        return
    assert COMPILER.truth(node)(cells_of(situation)) is expected


@given(text=numbers, situation=situations())
def test_a_number_is_exactly_what_the_record_says(text: str, situation: Situation) -> None:
    node = rule(text)
    try:
        expected = node.value(situation)
    except ZeroDivisionError:
        return
    run, per = COMPILER.compiled(node)
    found = run(cells_of(situation))
    assert (None if found is None else tuple(Fraction(end) / per for end in found)) == expected


@given(situation=situations())
def test_a_level_is_that_of_the_record_also_when_it_is_asked_for_again(situation: Situation) -> None:
    cells = cells_of(situation)
    assert COMPILER.level("diet")(cells) == COMPILER.level("diet")(cells) == situation.level("diet")


@given(texts=st.tuples(conditions, conditions, conditions), situation=situations())
def test_rows_of_cases_are_worth_what_the_record_says(
    texts: tuple[str, str, str], situation: Situation
) -> None:
    when, first, second = map(rule, texts)
    node = cases([(when, first), (None, second)])
    try:
        expected = node.value(situation)
    except ZeroDivisionError:
        return
    assert COMPILER.truth(node)(cells_of(situation)) is expected


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("veg / target < 0.2", {"veg": (1, 1)}),
        ("veg / target < 0.2", {"veg": (-5, 9)}),
        ("veg / veg >= 1", {"veg": (2, 2)}),
        ("veg / lab == 0.5", {"veg": (2, 2), "lab": (-4, -4)}),
        ("veg / lab > 0.5", {"lab": None}),
        ("veg / target > -1", {}),
    ],
)
def test_a_quotient_is_compared_without_dividing_where_that_is_the_same(
    text: str, share: dict[str, Domain]
) -> None:
    situation = Situation(BOOK, {**DOMAINS, **share})
    assert COMPILER.truth(rule(text))(cells_of(situation)) is rule(text).value(situation)


@pytest.mark.parametrize(
    ("first", "worth"), [("false", False), ("true", None), ("7", (7, 25)), ("lab", (25, 25))]
)
def test_rows_of_which_more_than_one_may_hold_are_worth_all_of_them(first: str, worth: object) -> None:
    last = "false" if first in {"true", "false"} else "25"
    node = cases([(rule("veg > 3"), rule(first)), (None, rule(last))])
    situation = Situation(BOOK, DOMAINS)
    run, per = COMPILER.compiled(node)
    found = run(cells_of(situation))
    assert node.value(situation) == worth
    assert (tuple(end // per for end in found) if isinstance(found, tuple) else found) == worth
