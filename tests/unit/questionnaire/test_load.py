"""From text to a questionnaire: what comes out, and errors of the file as a whole."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest

from tests.unit.questionnaire.small import SMALL, line_of, problems, refused, small
from webapp.assessment import validate_answers
from webapp.questionnaire.basis import Basis
from webapp.questionnaire.evidence import Evidence
from webapp.questionnaire.levels import Level
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Bounds, ReportNote
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.questionnaire.regions import Region


def test_a_questionnaire_without_a_fault_is_loaded() -> None:
    questionnaire = load(SMALL)
    assert (questionnaire.version, questionnaire.title, questionnaire.language) == ("1", "Small", "en")
    assert list(questionnaire.questions) == ["fruit", "drinks", "amount", "pills"]
    assert questionnaire.section("food").title == "Food"
    assert questionnaire.regions == {"": Region("", "112", "a help line")}
    assert questionnaire.references["who-2023"].title == "Fibre"
    assert questionnaire.words["no_total"] == "Words."


def test_the_digest_is_that_of_the_text_with_unix_line_ends_and_no_mark_in_front() -> None:
    expected = sha256(SMALL.encode()).hexdigest()
    windows = "\ufeff" + SMALL.replace("\n", "\r\n")
    assert (load(SMALL).digest, load(windows).digest) == (expected, expected)


def test_a_text_that_was_loaded_is_not_loaded_again() -> None:
    assert load(SMALL) is load(SMALL)


def test_a_number_question_has_bounds_and_its_rule() -> None:
    amount = load(SMALL).questions["amount"]
    assert amount.bounds == (Bounds(1, 40),)
    assert (amount.section, amount.when_hidden) == ("food", 0)
    assert amount.show_if is not None
    assert amount.show_if.text == "drinks == '1'"


def test_nothing_stands_for_a_number_that_nobody_gave() -> None:
    assert load(small("when_hidden = 0", 'when_hidden = "nothing"')).questions["amount"].when_hidden is None


def test_bounds_may_depend_on_an_earlier_answer() -> None:
    rows = "ranges = [ { when = \"drinks == '0'\", range = [1, 2] }, { range = [2, 40.5] } ]"
    first, last = load(small("range = [1, 40]", rows)).questions["amount"].bounds
    assert first.when is not None
    assert (first.low, first.high, first.when.text) == (1, 2, "drinks == '0'")
    assert last == Bounds(2, Fraction(81, 2))


def test_options_keep_their_figures_and_what_they_leave_possible() -> None:
    drinks = load(SMALL).questions["drinks"]
    assert drinks.option("1").figures == {"points": 1}
    assert drinks.option("1").possible is None
    assert drinks.option("skip").possible == ("0", "1")


def test_an_unknown_option_may_name_what_it_leaves_possible() -> None:
    text = small("unknown = true", 'unknown = ["1"]')
    assert load(text).questions["drinks"].option("skip").possible == ("1",)


def test_an_unknown_pick_leaves_every_pick_possible_that_excludes_none() -> None:
    new = '{ id = "skip", label = "?", exclusive = true, unknown = true },\n    { id = "none"'
    assert load(small('{ id = "none"', new)).questions["pills"].option("skip").possible == ("acid",)


def test_a_measure_is_a_value_or_the_first_case_that_holds() -> None:
    rows = 'cases = [ { when = "fruit > 2", value = "fruit * 2.5" }, { value = 2.5 } ]'
    assert load(SMALL).measures["fibre_g"].formula.text == "3 * fruit"
    formula = load(small('value = "3 * fruit"', rows)).measures["fibre_g"].formula
    assert formula.text == "fruit * 2.5 if fruit > 2; 2.5"


@pytest.mark.parametrize(
    ("written", "read"),
    [("0.05", Fraction(1, 20)), ("-2.50", Fraction(-5, 2)), ("-3.0", -3), ("1_0.5", Fraction(21, 2))],
)
def test_numbers_are_exact(written: str, read: Fraction) -> None:
    figures = load(small("points = 1 ", f"points = {written} ")).questions["drinks"].option("1").figures
    assert figures == {"points": read}
    assert isinstance(figures["points"], type(read))


@pytest.mark.parametrize("number", ["2.5", "-0.05", "28", "10.0"])
def test_a_number_for_a_formula_keeps_its_digits(number: str) -> None:
    text = small("[[phrase]]", f"[[measure]]\nid = 'guide'\ntitle = 'Guide'\nvalue = {number}\n\n[[phrase]]")
    formula = load(text).measures["guide"].formula
    assert formula.value(None) == (Fraction(number), Fraction(number))  # type: ignore[arg-type]


def test_a_factor_has_its_rules_from_strong_to_slight() -> None:
    factor = load(SMALL).factors["low_fibre"]
    assert [(level, rule.text) for level, rule in factor.rules.items()] == [
        (Level.STRONG, "fibre_g < 3"),
        (Level.MODERATE, "fibre_g < 6"),
        (Level.SLIGHT, "fibre_g < 9"),
    ]
    assert factor.basis == {
        Level.STRONG: Basis("pragmatic"),
        Level.MODERATE: Basis("arithmetic", (), "half"),
        Level.SLIGHT: Basis("published", ("who-2023",)),
    }
    assert factor.told.rows == ((None, "about {fibre_g} g from {source}."),)
    assert factor.evidence == Evidence("C", "", "Few studies.")


def test_evidence_told_and_notes_may_depend_on_answers() -> None:
    old = 'told = "about {fibre_g} g from {source}."'
    new = """told = [ { when = "fruit > 1", text = "much" }, { text = "little" } ]
      [[factor.note]]
      when = "fruit > 3"
      text = "Well done."
      audience = "patient"
"""
    text = small(old, "").replace(
        'text = "Few studies."', 'text = "Few.", cases = [ { when = "fruit > 2", grade = "A" } ]'
    )
    factor = load(text.replace("[[safety]]", new + "[[safety]]")).factors["low_fibre"]
    assert [(when and when.text, words) for when, words in factor.told.rows] == [
        ("fruit > 1", "much"),
        (None, "little"),
    ]
    assert [(when.text, grade) for when, grade in factor.evidence.cases] == [("fruit > 2", "A")]
    assert [(note.when and note.when.text, note.audience) for note in factor.notes] == [
        ("fruit > 3", "patient")
    ]


def test_a_flag_silences_the_factors_that_it_names_or_all() -> None:
    assert load(SMALL).safety[0].silences == frozenset()
    assert load(small("tier = 2", 'tier = "stop"\nsilences_changes_of = ["*"]')).safety[0].silences == {
        "low_fibre"
    }


def test_a_flag_may_say_more() -> None:
    flag = load(small("tier = 2", 'tier = 1\nmore = [ { text = "Soon." } ]')).safety[0]
    assert (flag.tier, flag.more) == ("1", (ReportNote("Soon."),))


def test_a_page_checks_that_answers_fit_together() -> None:
    check = 'check = [ { when = "fruit > 3", text = "So?" } ]'
    (section,) = load(small('title = "Food"', f'title = "Food"\n{check}')).sections
    assert [(check.when.text, check.text) for check in section.checks] == [("fruit > 3", "So?")]


def test_a_flag_of_tier_2_may_be_shown_at_once() -> None:
    assert not load(SMALL).safety[0].is_at_once
    assert load(small("tier = 2", "tier = 2\nat_once = true")).safety[0].is_at_once


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = (
        small("3 * fruit", "3 * friut")
        .replace("range = [0, 15]", "range = [15, 0]")
        .replace('why = "Fibre', 'why = "<b>')
    )
    assert [(problem.line, problem.code) for problem in problems(text)] == [
        (line_of(text, "[15, 0]"), "upside-down"),
        (line_of(text, "friut"), "unknown-name"),
        (line_of(text, "<b>"), "html"),
    ]


def test_the_exception_says_every_sentence() -> None:
    with pytest.raises(
        QuestionnaireErrors, match=r'questionnaire:\d+: fibre_g.value: unknown name "friut"; did'
    ):
        load(small("3 * fruit", "3 * friut"))


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ('id = "food', "a quote is missing at its end"),
        ('id "food"', "a key and its value are written: key = value"),
        ('id = "a"\nid = "food"', "this key stands here twice"),
    ],
)
def test_text_that_is_no_toml_is_refused_with_its_line(new: str, reason: str) -> None:
    text = small('id = "food"', new)
    line = line_of(text, new) + new.count("\n")
    faulty = new.rsplit("\n", maxsplit=1)[-1]
    [problem] = problems(text)
    assert (problem.code, problem.faulty) == ("not-toml", faulty)
    assert problem.sentence("q.toml") == f"q.toml:{line}: this line cannot be read ({reason})"


def test_text_that_ends_too_early_is_refused_at_its_last_line() -> None:
    [problem] = problems('version = "1"\ntitle = [')
    reason = "text stands in quotes; yes is true, no is false; a decimal has a point"
    assert problem.sentence("q.toml") == f"q.toml:2: this line cannot be read ({reason})"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a = [1, 2\nb = 3", "a [ above is not closed, or a comma is missing"),
        ("a = { x = 1", "a { is not closed, or a comma is missing"),
        ("[[a]]\n[a]", "one more of these is written [[a]], with two brackets"),
        ("a = { b = 1, b = 2 }", "this key stands here twice"),
        ('a = "\\q"', "a \\ inside text is written twice"),
        ("a = 1,5", "something stands behind the value: a quote or a # is missing"),
        ("% half a cup", "this is neither a key nor a table"),
        ("[a", "Expected ']' at the end of a table declaration"),
    ],
)
def test_what_is_no_toml_is_told_in_plain_words(text: str, reason: str) -> None:
    [problem] = problems(text)
    assert problem.message == f"this line cannot be read ({reason})"


def test_brackets_within_brackets_without_end_are_refused() -> None:
    [problem] = problems("a = " + "[" * 5000)
    assert (
        problem.sentence("q.toml") == "q.toml:1: this line cannot be read (too many brackets within brackets)"
    )


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    [problem] = problems("a = " + "9" * 5000)
    assert (problem.line, problem.code) == (1, "not-toml")


def test_an_empty_text_lacks_everything() -> None:
    said = [problem.sentence("q.toml") for problem in problems("")]
    assert 'q.toml:1: version: "version" is missing' in said
    assert "q.toml:1: section: there is no [[section]]" in said
    assert "q.toml:1: factor: there is no [[factor]]" in said


def test_a_table_that_cannot_be_read_does_not_make_its_users_wrong() -> None:
    refused(
        'text = "How many pieces of fruit a day?"',
        "",
        at='[[section.question]]\n  id = "fruit"',
        code="missing-key",
        said='fruit.text: "text" is missing',
    )


def test_a_value_that_cannot_be_read_is_told_once() -> None:
    refused(
        "range = [0, 15]",
        "range = 15",
        at="range = 15",
        code="wrong-type",
        said="fruit.range: this must be two numbers, such as [0, 15]",
    )


def test_a_basis_may_depend_on_the_answers() -> None:
    case = '{ when = "fruit > 2", kind = "published", sources = ["who-2023"], note = "sure" }'
    text = small('kind = "pragmatic" }', f'kind = "pragmatic", cases = [{case}] }}')
    basis = load(text).factors["low_fibre"].basis[Level.STRONG]
    assert basis.all_sources == ("who-2023",)
    for answers, kind in (({"fruit": 3}, "published"), ({"fruit": 2}, "pragmatic"), ({}, "pragmatic")):
        facts = validate_answers(load(text), answers).situation
        assert basis.for_facts(facts).kind == kind


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ('{ when = "friut > 2", kind = "pragmatic" }', 'cases 1.when: unknown name "friut"'),
        ('{ when = "fruit > 2", kind = "published" }', "cases 1: a published cut-off names its references"),
        ('{ when = "fruit > 2", kind = "arithmetic", sources = ["x"] }', 'unknown reference "x"'),
    ],
)
def test_what_is_wrong_with_a_case_of_a_basis_is_told(case: str, said: str) -> None:
    [problem] = problems(small('kind = "pragmatic" }', f'kind = "pragmatic", cases = [{case}] }}'))
    assert said in problem.sentence("q")
