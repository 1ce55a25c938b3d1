"""Rule text to nodes: what is taken, and what is refused with which words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questionnaire.model import Option, Question
from webapp.questionnaire.rules import Symbols, parse
from webapp.questionnaire.rules.hints import hint_for
from webapp.questionnaire.rules.logic import Not
from webapp.questionnaire.rules.parse import LONGEST
from webapp.questionnaire.rules.whole import loose_piece

SCOPE = Symbols(
    {
        "veg": Question("veg", "s", "number", "?"),
        "sex": Question("sex", "s", "single", "?", options=(Option("male", "M"), Option("female", "F"))),
        "drinks": Question(
            "drinks",
            "s",
            "single",
            "?",
            options=(
                Option("0", "None", figures={"points": 0}),
                Option("1", "One", figures={"points": Fraction(3, 2), "extra": 1}),
                Option("not_sure", "Not sure", possible=("0", "1")),
            ),
        ),
        "pills": Question("pills", "s", "multi", "?", options=(Option("nsaid", "N"), Option("none", "-"))),
    },
    {"fibre": "number", "mind": "level", "high": "yesno"},
    frozenset({"inflammation"}),
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("fibre / 30 < 0.5", "fibre / 30 < 0.5"),
        ("(2*veg + 1) * 3 >= 4", "(2 * veg + 1) * 3 >= 4"),
        ("10 - (veg - 1) == 3", "10 - (veg - 1) == 3"),
        ("-veg < 1", "0 - veg < 1"),
        ("min(veg, 60) != 3", "min(veg, 60) != 3"),
        ("0 < veg <= 3", "0 < veg and veg <= 3"),
        ("sex == 'male' or sex != 'female'", "sex == 'male' or not sex == 'female'"),
        ("drinks in ['0', '1']", "drinks in ['0', '1']"),
        ("drinks not in ['0', 'not_sure']", "not drinks in ['0', 'not_sure']"),
        ("drinks.points >= 1.5", "drinks.points >= 1.5"),
        ("'nsaid' in pills and 'none' not in pills", "'nsaid' in pills and not 'none' in pills"),
        ("not (high or true) and known(veg)", "not (high or true) and known(veg)"),
        ("inflammation >= moderate", "inflammation >= moderate"),
        ("max(mind, inflammation) > none", "max(mind, inflammation) > none"),
        ("veg > 3\n  and false", "veg > 3 and false"),
    ],
)
def test_a_good_condition_is_read_and_written_again(text: str, written: str) -> None:
    node, problems = parse(text, SCOPE, "condition")
    assert problems == []
    assert node is not None
    assert node.text == written
    again, _ = parse(node.text, SCOPE, "condition")
    assert again is not None
    assert again.text == written


REFUSED = [
    ("vegg > 3", "vegg", "unknown name", "veg"),
    ("sexx == 'male'", "sexx", "unknown question", "sex"),
    ("sex == 'femal'", "'femal'", "no option of this name", "female"),
    ("sex in ['male', 3]", "3", "option id of sex in quotes", ""),
    ("sex in 'male'", "'male'", "in takes a list", ""),
    ("sex == ['male']", "['male']", "== takes one option", ""),
    ("'male' == sex", "'male'", "write the question first", ""),
    ("'male' in sex", "sex", "here use ==", ""),
    ("'nsaid' in pillz", "pillz", "unknown question", "pills"),
    ("'nsaidd' in pills", "'nsaidd'", "no option of this name", "nsaid"),
    ("pills == 'nsaid'", "pills", "'option' in question", ""),
    ("veg == 'male'", "veg", "answered with a number", ""),
    ("sex > 3", "sex", "options have no order", ""),
    ("sex + 1 > 3", "sex", "a choice is compared", ""),
    ("veg + 'a' > 3", "'a'", "only be compared with a question", ""),
    ("drinks.score > 1", "drinks.score", "no option of drinks has a figure", ""),
    ("drinks.pints > 1", "drinks.pints", "no option of drinks has a figure", "points"),
    ("drinks.extra > 1", "drinks.extra", "missing on option 0 of drinks", ""),
    ("drinx.points > 1", "drinx", "unknown question", "drinks"),
    ("veg ** 2 > 1", "veg ** 2", "only + - * / join numbers", ""),
    ("+veg > 1", "+veg", "does not belong", ""),
    ("veg is 3", "veg is 3", "compare", ""),
    ("veg > slight", "veg > slight", "cannot be compared with a level", ""),
    ("max(veg, slight) > 1", "max(veg, slight)", "cannot be mixed", ""),
    ("min() > 1", "min", "can be called", ""),
    ("round(veg) > 1", "round", "can be called", ""),
    ("max(veg, key=veg) > 1", "max(veg, key=veg)", "does not belong", ""),
    ("known(fibre)", "fibre", "takes the id of one question", ""),
    ("known(veg, sex)", "known(veg, sex)", "takes the id of one question", ""),
    ("__import__('os')", "__import__", "can be called", ""),
    ("veg.__class__ > 1", "veg.__class__", "a number has no figures", ""),
    ("(1).real > 1", "(1)", "unknown question", ""),
    ("[veg for veg in sex] == 1", "[veg for veg in sex]", "does not belong", ""),
    ("(lambda: 1) > 1", "lambda: 1", "does not belong", ""),
    ("1e5 > veg", "1e5", "digits and a point", ""),
    ("True", "True", "digits and a point", ""),
    ("veg > 3 and 4", "4", "must be a condition", ""),
    ("not veg", "veg", "must be a condition", ""),
    ("veg", "veg", "must be a condition", ""),
    ("(veg > 3", "(veg > 3", "not a rule that can be read", ""),
    ("veg > 3)", "veg > 3)", "not a rule that can be read", ""),
    ("pills.points > 1", "pills.points", "several answers may be ticked", ""),
    ("veg < 5,5", "veg < 5,5", "write a point in a decimal number, as in 2.5", ""),
    ("veg < 5, true", "veg < 5, true", "a comma stands only inside the brackets", ""),
    ("fibre in [1, 2]", "fibre", "a measure has no options: write fibre < 5", ""),
    ("mind == 'slight'", "mind", "a measure has no options: write mind >= slight", ""),
    ("'yes' in high", "high", "a measure has no options: write high", ""),
    ("inflammation == 'strong'", "inflammation", "a factor has no options: write inflammation >= slight", ""),
    ("fibre.points > 1", "fibre", "a measure has no options: write fibre < 5", ""),
    ("", "", "a blank rule judges nothing", ""),
    ("  \n ", "", "a blank rule judges nothing", ""),
    ("veg > 3; veg", "veg > 3; veg", "not a rule that can be read", ""),
]


@pytest.mark.parametrize(("text", "faulty", "message", "suggestion"), REFUSED)
def test_a_bad_rule_is_refused_with_the_text_that_is_wrong(
    text: str, faulty: str, message: str, suggestion: str
) -> None:
    node, problems = parse(text, SCOPE, "condition")
    assert node is None
    assert [problem for problem in problems if message in problem.message] != []
    problem = next(problem for problem in problems if message in problem.message)
    assert problem.faulty.strip("()") == faulty.strip("()")
    assert problem.suggestion == suggestion


def test_all_problems_of_a_rule_are_told_at_once() -> None:
    _, problems = parse("vegg > 3 and sex == 'mal' or sexx == 'x'", SCOPE, "condition")
    assert [problem.faulty for problem in problems] == ["vegg", "'mal'", "sexx"]


def test_a_problem_names_the_line_inside_the_rule() -> None:
    _, problems = parse("veg > 3\nand\nvegg > 4", SCOPE, "condition")
    assert problems[0].line == 2


@pytest.mark.parametrize(
    "text", ["1 +" * LONGEST, "(" * 900 + "1" + ")" * 900, "not " * 300 + "true", "\0", "", "# x"]
)
def test_a_rule_that_would_choke_the_parser_is_refused_or_read(text: str) -> None:
    node, problems = parse(text, SCOPE, "any")
    assert (node is None) == bool(problems)


@given(st.text(max_size=60))
def test_no_text_makes_the_parser_fall_over(text: str) -> None:
    node, problems = parse(text, SCOPE, "any")
    assert (node is None) == bool(problems)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("veg > 3) or (veg < 1", (")", 0)),
        ("veg > 3) and (true", (")", 0)),
        ("max(veg, 3)) > (1", (")", 0)),
        ("veg > 3 # or veg < 1", ("# or veg < 1", 0)),
        ("veg > 3\nor veg < 1  # few\nor true", ("# few", 1)),
        ("veg > 3\n) or (\ntrue", (")", 1)),
        ("(veg > 3)", None),
        ("(veg > 3\n) or\n(true\n)", None),
        ("drinks == '# ('", None),
    ],
)
def test_what_is_no_part_of_the_rule_is_named_with_its_line(text: str, piece: tuple[str, int] | None) -> None:
    found = loose_piece(text)
    assert (found and (found.faulty, found.line)) == piece


PIECES = st.sampled_from(["veg > 3", "true", "(", ")", "or", "and", "not", "#", "\n", "0 <", "veg"])


@given(st.lists(PIECES, max_size=9).map(" ".join))
def test_a_rule_is_the_whole_text(text: str) -> None:
    """Where no piece is loose, nothing is dropped, and in brackets it means what it means alone."""
    node, _ = parse(text, SCOPE, "condition")
    if node is not None and loose_piece(text) is None:
        assert [node.text.count(one) for one in ("veg", "true")] == [
            text.count(one) for one in ("veg", "true")
        ]
        assert parse(f"not ({text}\n)", SCOPE, "condition") == (Not(node), [])


def test_decimals_are_exact() -> None:
    node, _ = parse("0.1 + 0.2", SCOPE, "number")
    assert node is not None
    assert [part.text for part in node.children] == ["0.1", "0.2"]
    assert [getattr(part, "number", None) for part in node.children] == [Fraction(1, 10), Fraction(1, 5)]


def test_a_rule_tells_the_names_that_it_uses() -> None:
    node, _ = parse(
        "known(sex) and fibre > veg and inflammation > none and drinks.points > 1", SCOPE, "condition"
    )
    assert node is not None
    names = node.names()
    assert names.questions == {"sex", "veg", "drinks"}
    assert names.known == {"sex"}
    assert names.measures == {"fibre"}
    assert names.factors == {"inflammation"}


@pytest.mark.parametrize(
    ("rule", "advice"),
    [
        ("age_years = 50", 'write == for "is equal"'),
        ("age_years => 50", 'the = comes last: write >= for "at least" and <= for "at most"'),
        ("age_years ≥ 50", "write >= for ≥, <= for ≤ and != for ≠"),
        ("age_years > 50 AND sex == 'male'", "write and, or, not in small letters"),
        ("age_years > 50 && sex == 'male'", "write and, or, not in small letters"),
        ("sex == \u2018male\u2019", "write straight quotes, as in 'yes'"),
        ("age_years > 2 and 2,5 5", "write a point in a decimal number, as in 2.5"),
        ("age_years > 50 %", "there is no % in a rule: write the number"),
        ("(age_years > 50", "there are not as many ( as )"),
        ("age_years over 50", ""),
    ],
)
def test_a_slip_that_is_recognised_is_told_with_what_to_write(rule: str, advice: str) -> None:
    assert hint_for(rule) == advice
