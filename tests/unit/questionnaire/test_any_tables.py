"""Whatever tables a file has, and whatever is in them, the check ends with findings that have lines."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.docs.pages import DOCS
from tests.project import TEXT
from tests.unit.questionnaire.rich import RICH
from tests.unit.questionnaire.small import SMALL, line_of, problems
from tests.unit.questionnaire.toml_text import places, toml_text, value_at, with_value, without
from webapp.questionnaire.load import load_document
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.values import MOST_DIGITS
from webapp.workbench.checking import find_all
from webapp.workbench.lint import LintContext, check_since

Tables = dict[str, Any]

EXAMPLE = (DOCS / "examples" / "sleep.toml").read_text("utf-8")
VALUES: list[object] = [
    *(0, 1, -1, Fraction(5, 2), 10**30, 10**1200, float("inf"), True, False),
    *("", "x", "1", "none", "nothing", "*", "{age}", "a" * 3000, "signs", "low_fibre", "known(fruit)"),
    *("signs.points >= 2", "fruit < 5) or (fruit > 9", "fruit < 9 # or fruit > 3", "fruit < 5,5", "1 < 2"),
    *([], [1], ["x"], [[]], [{}], [1, 2], [2, 1], ["*"], [{"when": "true", "text": "x"}], [[1, 2], [3]]),
    *({}, {"x": 1}, {"kind": "pragmatic"}, {"when": "true"}, {"one": "x", "id": "y"}, {"a": {"b": {"c": 1}}}),
]
KEYS = ("x", "", "a b", "id", "easy", "basis", "when", "plurals", "one", "cases", "question")


def tables(text: str) -> Tables:
    return tomllib.loads(text, parse_float=Fraction)


def with_key(holder: object, key: str, value: object) -> object:
    return {**holder, key: value} if isinstance(holder, Mapping) else [value]


@st.composite
def spoilt(draw: st.DrawFn, whole: Tables) -> str:
    """The tables with one or two things taken out, replaced, copied to another place or added."""
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(list(places(whole))))
        change = draw(st.sampled_from(["drop", "copy", "key", "value", "value", "value"]))
        value = draw(st.sampled_from(VALUES))
        if change == "drop":
            whole = without(whole, place)
        elif change == "copy":
            other = draw(st.sampled_from(list(places(whole))))
            whole = with_value(whole, place, value_at(whole, other))
        elif change == "key":
            key = draw(st.sampled_from(KEYS))
            whole = with_value(whole, place, with_key(value_at(whole, place), key, value))
        else:
            whole = with_value(whole, place, value)
    return toml_text(whole)


def check(text: str) -> None:
    found = find_all(text)
    assert found.errors or found.questionnaire
    for problem in (*found.errors, *found.warnings):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.code


@settings(max_examples=settings().max_examples * 2)
@given(spoilt(tables(RICH)))
def test_any_tables_are_checked(text: str) -> None:
    check(text)


@pytest.mark.slow
@pytest.mark.parametrize("text", [pytest.param(EXAMPLE, id="the example"), pytest.param(TEXT, id="shipped")])
def test_the_tables_of_a_whole_questionnaire_are_checked(text: str) -> None:
    @settings(max_examples=settings().max_examples // 7, deadline=None)
    @given(spoilt(tables(text)))
    def spoil(spoilt_text: str) -> None:
        check(spoilt_text)

    spoil()


NEW = load_document(RICH)


@given(spoilt(tables(RICH)))
def test_any_earlier_tables_can_be_compared_with(text: str) -> None:
    ctx = LintContext(NEW)
    check_since(ctx, parse_toml(text).data)


def refusal(text: str) -> list[tuple[str, int, str]]:
    return [(one.code, one.line, f"{one.location}: {one.message}") for one in problems(text)]


@pytest.mark.parametrize("kind", ["region", "section", "measure", "phrase", "factor", "safety", "reference"])
def test_a_table_in_one_bracket_too_few_is_the_only_thing_that_is_told(kind: str) -> None:
    text = SMALL.replace(f"[[{kind}]]", f"[{kind}]", 1)
    said = (f"{kind}: write each as [[{kind}]], with two brackets",)
    assert refusal(text) == [("wrong-type", line_of(text, f"[{kind}]\n"), *said)]


@pytest.mark.parametrize("kind", ["factor", "unit", "score", "accepted"])
def test_a_value_in_place_of_tables_is_the_only_thing_that_is_told(kind: str) -> None:
    bare = toml_text({kind: "x", **{key: value for key, value in tables(SMALL).items() if key != kind}})
    assert refusal(bare) == [("wrong-type", 1, f"{kind}: write each as [[{kind}]], with two brackets")]


def test_questions_in_one_bracket_too_few_are_told() -> None:
    start, rest = SMALL.split("  [[section.question]]\n", 1)
    text = start + "  [section.question]\n" + rest[: rest.index("  [[")] + rest[rest.index("[[measure]]") :]
    said = "food.question: write each as [[section.question]], with two brackets"
    assert ("wrong-type", line_of(text, "[section.question]"), said) in refusal(text)


def test_words_that_are_no_table_are_the_only_thing_that_is_told() -> None:
    text = 'words = "x"\n' + SMALL[: SMALL.index("[words]")]
    assert refusal(text) == [("wrong-type", 1, "words: write this as a table, [words]")]


def test_a_plural_that_no_language_has_is_told_with_those_that_there_are() -> None:
    text = RICH.replace("plurals = { two =", "plurals = { tow =")
    assert refusal(text) == [
        (
            "unknown-key",
            line_of(text, "plurals ="),
            'unit 1.plurals.tow: unknown key "tow", only zero, two, few, many',
        )
    ]


def test_tables_within_tables_without_end_are_told() -> None:
    text = f"{'.'.join(['a'] * 3000)} = 1\n{SMALL}"
    assert refusal(text) == [("not-toml", 1, ": there are too many tables within tables")]


@pytest.mark.parametrize(
    ("digits", "code", "said"),
    [
        ("9" * 6000, "not-toml", ": this line cannot be read (a number has too many digits)"),
        (f"1.{'9' * 6000}", "not-toml", ": this line cannot be read (a number has too many digits)"),
        ("9" * (MOST_DIGITS + 1), "wrong-type", "fruit.range: this number has too many digits"),
    ],
)
def test_a_number_of_many_digits_is_told_in_its_line(digits: str, code: str, said: str) -> None:
    text = SMALL.replace("[0, 15]", f"[0, {digits}]")
    assert refusal(text) == [
        (code, line_of(text, "range = [0, 9" if digits[0] == "9" else "range = [0, 1."), said)
    ]


def chain(steps: int) -> str:
    """Measures that each look at the one before, and a level that looks at the last."""
    basis = 'basis = { kind = "pragmatic" }'
    named = ["fruit", *(f"m{step}" for step in range(steps))]
    rows = (
        f'[[measure]]\nid = "m{step}"\ntitle = "M"\nvalue = "{named[step]} + 1"\n{basis}\n'
        for step in range(steps)
    )
    text = SMALL.replace("[[phrase]]", f"{''.join(rows)}[[phrase]]", 1)
    return text.replace('strong = "fibre_g < 3"', f'strong = "{named[-1]} < {steps + 2}"')


@pytest.mark.parametrize(("steps", "codes"), [(20, set()), (150, {"too-deep"}), (400, {"too-deep"})])
def test_measures_in_a_row_without_end_are_told(steps: int, codes: set[str]) -> None:
    assert {one.code for one in find_all(chain(steps)).errors} == codes
