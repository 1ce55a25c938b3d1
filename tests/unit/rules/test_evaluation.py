"""What rules are worth when answers are known, unknown or absent, and how the trace tells it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Option, Question
from webapp.questionnaire.rules import Cases, Node, Picks, RuleBook, Situation, Symbols, parse
from webapp.questionnaire.rules.facts import Domain
from webapp.questionnaire.rules.intervals import COMPARISONS
from webapp.questionnaire.rules.numbers import fixed

QUESTIONS = {
    "veg": Question("veg", "s", "number", "?"),
    "lab": Question("lab", "s", "number", "?"),
    "sex": Question("sex", "s", "single", "?", options=(Option("male", "M"), Option("female", "F"))),
    "drinks": Question(
        "drinks",
        "s",
        "single",
        "?",
        options=(
            Option("0", "None", figures={"points": 0}),
            Option("1", "One", figures={"points": Fraction(3, 2)}),
            Option("not_sure", "Not sure", possible=("0", "1")),
        ),
    ),
    "pills": Question("pills", "s", "multi", "?", options=(Option("nsaid", "N"), Option("acid", "A"))),
}
SCOPE = Symbols(
    QUESTIONS,
    {"fibre": "number", "third": "number", "target": "number", "mind": "level", "high": "yesno"},
    frozenset({"diet"}),
)
DOMAINS: dict[str, Domain] = {
    "veg": (2, 5),
    "lab": None,
    "sex": frozenset({"male", "female"}),
    "drinks": frozenset({"0", "1"}),
    "pills": Picks(frozenset({"nsaid"}), frozenset({"nsaid", "acid"})),
}


def rule(text: str) -> Node:
    node, problems = parse(text, SCOPE)
    assert node is not None, problems
    return node


BOOK = RuleBook(
    {
        "fibre": rule("2 * veg + 0.5"),
        "target": Cases(((rule("sex == 'male'"), rule("38")), (None, rule("25")))),
        "mind": Cases(
            ((rule("veg > 4"), rule("strong")), (rule("veg > 2"), rule("slight")), (None, rule("none")))
        ),
        "third": rule("veg / 3"),
        "high": Cases(((rule("veg > 10"), rule("true")), (None, rule("false")))),
    },
    {
        "diet": {
            Level.STRONG: rule("fibre < 6"),
            Level.MODERATE: rule("fibre < 12"),
            Level.SLIGHT: rule("fibre < 99"),
        }
    },
)


def situation(known: frozenset[str] = frozenset(), **domains: Domain) -> Situation:
    return Situation(BOOK, {**DOMAINS, **domains}, known, {"drinks": "not_sure", "pills": "acid"})


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("veg > 1", True),
        ("veg > 5", False),
        ("veg > 3", None),
        ("veg > 3 and veg > 5", False),
        ("veg > 3 or veg > 1", True),
        ("veg > 3 and veg > 1", None),
        ("veg > 3 or veg > 5", None),
        ("not veg > 3", None),
        ("lab > 1", False),
        ("lab <= 1", False),
        ("lab != 1", False),
        ("sex == 'male'", None),
        ("sex in ['male', 'female']", True),
        ("drinks == 'not_sure'", True),
        ("drinks in ['1', 'not_sure']", True),
        ("drinks == '1'", None),
        ("'nsaid' in pills", True),
        ("'acid' in pills", True),
        ("known(veg)", False),
        ("true and not false", True),
        ("drinks.points", (0, Fraction(3, 2))),
        ("fibre", (Fraction(9, 2), Fraction(21, 2))),
        ("target", (25, 38)),
        ("-veg", (-5, -2)),
        ("-veg * 2", (-10, -4)),
        ("fibre / target", (Fraction(9, 76), Fraction(21, 50))),
        ("min(veg, 3)", (2, 3)),
        ("mind", (0, 3)),
        ("high", False),
        ("diet", (2, 3)),
        ("diet >= moderate", True),
        ("lab + 1", None),
    ],
)
def test_a_rule_is_worth_what_its_answers_allow(text: str, worth: object) -> None:
    assert rule(text).value(situation()) == worth


def test_a_pick_that_may_hold_leaves_its_rule_unknown() -> None:
    open_ = Situation(BOOK, DOMAINS)
    assert rule("'acid' in pills").value(open_) is None
    assert rule("'acid' in pills").value(open_.narrowed("pills", Picks(frozenset(), frozenset()))) is False


def test_known_holds_for_plain_answers_only() -> None:
    assert rule("known(veg)").value(situation(frozenset({"veg"}))) is True


def test_a_yes_no_measure_with_open_cases_is_unknown_unless_they_agree() -> None:
    assert rule("high").value(situation(veg=(5, 20))) is None
    agreeing = Cases(((rule("veg > 3"), rule("true")), (None, rule("true"))))
    assert agreeing.value(situation()) is True


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("fibre / target < 0.5", "(4.5–10.5) / (25–38) = 0.118–0.42 < 0.5"),
        ("veg >= 2", "veg 2–5 >= 2"),
        ("2 * (veg + 1) > 3", "2 × ((2–5) + 1) = 6–12 > 3"),
        ("veg > 9 or veg > 1", "veg 2–5 > 1"),
        ("veg > 9 or veg > 3", "veg 2–5 > 3"),
        ("veg > 9 or veg > 8", "veg 2–5 > 9 or veg 2–5 > 8"),
        ("(veg > 9 or veg > 1) and not sex == 'male'", "(veg 2–5 > 1) and not sex is ?"),
        ("diet >= slight", "diet moderate–strong >= slight"),
        ("mind >= strong", "mind none–strong >= strong"),
        ("max(veg, 1) > 1", "max(2–5, 1) = 2–5 > 1"),
        ("max(mind, diet) >= moderate", "max(none–strong, moderate–strong) = moderate–strong >= moderate"),
        ("moderate < min(diet, strong)", "moderate < min(moderate–strong, strong) = moderate–strong"),
        (
            "min(max(diet, slight), strong) == strong",
            "min(max(moderate–strong, slight), strong) = moderate–strong == strong",
        ),
        ("drinks.points > 1", "drinks.points 0–1.5 > 1"),
        ("lab > 1", "lab – > 1"),
        ("'nsaid' in pills and known(veg) and high", "'nsaid' in pills and known(veg) and high"),
        ("3 > 1", "3 > 1"),
    ],
)
def test_the_trace_is_the_rule_with_the_numbers_in_it(text: str, filled: str) -> None:
    assert rule(text).filled(situation()) == filled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("veg / 3 < 0.33334", "1 / 3 = 0.333 < 0.33334"),
        ("veg / 3 > 0.333", "1 / 3 = 0.3333 > 0.333"),
        ("veg / 3 < 0.33332", "1 / 3 = 0.33333 < 0.33332"),
        ("third >= 0.33333", "third 0.33333 >= 0.33333"),
        ("third == third", "third 0.333 == 0.333"),
        ("0.0915 * veg > 0.09", "0.0915 × 1 = 0.092 > 0.09"),
        ("0.0915 * veg < 0.0917", "0.0915 × 1 = 0.0915 < 0.0917"),
        ("veg > 0.25 * third", "veg 1 > 0.25 × 0.333 = 0.083"),
        ("veg > 0.0004", "veg 1 > 0.0004"),
    ],
)
def test_a_comparison_is_printed_with_the_digits_that_it_needs(text: str, filled: str) -> None:
    assert rule(text).filled(situation(veg=(1, 1))) == filled


@given(
    veg=st.integers(1, 60),
    by=st.integers(1, 60),
    sign=st.sampled_from(["<", "<=", "==", "!=", ">", ">="]),
    places=st.integers(0, 8),
    beside=st.sampled_from([-1, 0, 1]),
)
def test_what_is_printed_is_as_true_as_it_is(veg: int, by: int, sign: str, places: int, beside: int) -> None:
    cut = fixed(abs(Fraction(veg, by) + Fraction(beside, 10**places)), places)
    compared = rule(f"veg / {by} {sign} {cut}")
    here = situation(veg=(veg, veg))
    left, printed_sign, right = compared.filled(here).split(" = ")[1].split(" ")
    assert (printed_sign, right) == (sign, cut if "." not in cut else cut.rstrip("0").rstrip("."))
    sides = [(Fraction(one), Fraction(one)) for one in (left, right)]
    assert COMPARISONS[sign](*sides) is compared.value(here)


@given(digits=st.from_regex(r"(0|[1-9][0-9]{0,8})(\.[0-9]{0,11}[1-9])?", fullmatch=True))
def test_a_number_of_a_rule_is_written_as_the_file_has_it(digits: str) -> None:
    assert rule(f"veg < {digits}").text == f"veg < {digits}"
    assert rule(f"veg < {digits}").filled(situation()) == f"veg 2–5 < {digits}"


def test_the_trace_of_cases_shows_the_rows_that_count() -> None:
    assert BOOK.measures["target"].filled(situation()) == "38 or 25"
    assert BOOK.measures["target"].filled(situation(sex=frozenset({"female"}))) == "25"
    assert BOOK.measures["target"].filled(situation(sex=frozenset({"male"}))) == "38 if sex is male"
    assert BOOK.measures["target"].text == "38 if sex == 'male'; 25"


def test_questions_behind_a_factor_are_found_through_measures_and_factors() -> None:
    book = RuleBook(
        BOOK.measures, {**BOOK.factors, "age": {Level.SLIGHT: rule("diet > none and known(sex)")}}
    )
    assert book.questions_behind == {"diet": {"veg"}, "age": {"veg", "sex"}}
