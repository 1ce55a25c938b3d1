"""Keys and values that do not fit: what is said of them, and where."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small


def test_an_unknown_key_is_named_with_the_nearest_key() -> None:
    refused(
        'why = "Fibre feeds."',
        'why = "Fibre feeds."\nestimatd = "fibre_g"',
        at="estimatd",
        code="unknown-key",
        said='low_fibre.estimatd: unknown key "estimatd"; did you mean "estimate"?',
    )


def test_an_unknown_key_of_the_file_is_named_with_the_nearest_key() -> None:
    refused(
        'title = "Small"',
        'title = "Small"\nfull_factor = 3',
        at="full_factor",
        code="unknown-key",
        said='full_factor: unknown key "full_factor"; did you mean "full_factors"?',
    )


def test_an_unknown_table_is_named_with_the_nearest_table() -> None:
    refused(
        "[[phrase]]",
        '[[mesure]]\nid = "x"\n\n[[phrase]]',
        at="[[mesure]]",
        code="unknown-key",
        said='mesure: unknown key "mesure"; did you mean "measure"?',
    )


def test_an_unknown_table_of_a_section_is_named_with_the_nearest_table() -> None:
    refused(
        "[[measure]]",
        '[[section.questions]]\nid = "x"\n\n[[measure]]',
        at="[[section.questions]]",
        code="unknown-key",
        said='food.questions: unknown key "questions"; did you mean "question"?',
    )


def test_all_misfits_of_a_row_are_told_in_its_line() -> None:
    old = 'text = "Few studies." }'
    text = small(old, 'text = "Few.", cases = [\n  { wen = "fruit > 1", grade = "A" },\n] }')
    line, row = line_of(text, "wen"), "low_fibre.evidence.cases 1"
    assert [problem.sentence("q") for problem in problems(text)] == [
        f'q:{line}: {row}.when: "when" is missing',
        f'q:{line}: {row}.wen: unknown key "wen"; did you mean "when"?',
    ]


def test_a_missing_key_is_told_at_the_head_of_its_table() -> None:
    refused(
        'title = "Low fibre"\n',
        "",
        at="[[factor]]",
        code="missing-key",
        said='low_fibre.title: "title" is missing',
    )


def test_a_missing_id_is_told_with_the_number_of_the_table() -> None:
    refused('id = "much"\n', "", at="[[safety]]", code="missing-key", said='safety 1.id: "id" is missing')


def test_a_missing_version_is_told() -> None:
    refused(
        'version = "1"\n', "", at='title = "Small"', code="missing-key", said='version: "version" is missing'
    )


def told_of(old: str, new: str, said: str) -> None:
    """The value written in `new` is refused as being of the wrong type."""
    refused(old, new, at=new.strip(), code="wrong-type", said=said)


def test_text_stands_in_quotes() -> None:
    told_of('title = "Low fibre"', "title = 5", "low_fibre.title: this must be text in quotes")


def test_words_stand_in_quotes() -> None:
    told_of('no_total = "Words."', "no_total = 5", "words.no_total: this must be text in quotes")


def test_a_whole_number_stands_without_quotes() -> None:
    text = 'title = "Fibre"\nyear = "2023"\n\n[words]'
    said = "who-2023.year: this must be a whole number, such as 12"
    refused('title = "Fibre"\n\n[words]', text, at='year = "2023"', code="wrong-type", said=said)


def test_true_and_false_stand_without_quotes() -> None:
    text = 'kind = "multi"\n  required = "yes"'
    refused(
        'kind = "multi"',
        text,
        at='required = "yes"',
        code="wrong-type",
        said="pills.required: this must be true or false",
    )


def test_a_list_stands_in_brackets() -> None:
    told_of('ask = ["Which fibre?"]', 'ask = "Which fibre?"', "low_fibre.ask: this must be a list in [ ]")


def test_a_table_stands_in_braces() -> None:
    text = 'evidence = "C"'
    old = 'evidence = { grade = "C", text = "Few studies." }'
    told_of(old, text, "low_fibre.evidence: this must be a table in { }")


def test_an_infinite_number_is_refused() -> None:
    text = 'title = "Food"\nminutes = inf'
    said = "food.minutes: this must be a number in plain digits, such as 12 or 2.5"
    refused('title = "Food"', text, at="minutes = inf", code="wrong-type", said=said)


def test_a_number_with_an_exponent_is_refused_before_it_is_worked_out() -> None:
    said = "amount.when_hidden: this must be a number in plain digits, such as 12 or 2.5"
    told_of("when_hidden = 0", "when_hidden = 1e999999999", said)


def test_a_number_in_quotes_is_told_as_such() -> None:
    said = "fruit.decimals: write this as the number 1, without quotes"
    refused(
        "range = [0, 15]", 'range = [0, 15]\n  decimals = "1"', at="decimals =", code="wrong-value", said=said
    )


LEVELS = """basis.strong = { kind = "pragmatic" }
basis.moderate = { kind = "arithmetic", note = "half" }
basis.slight = { kind = "published", sources = ["who-2023"] }
"""


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "range = [0, 15]",
            'range = [0, 15]\n  basis = { kind = "pragmatic", note = "x" }',
            "fruit.basis: {}show_if",
        ),
        ("range = [0, 15]", 'range = [0, 15]\n  basis = "pragmatic"', "fruit.basis: {}show_if"),
        (LEVELS, 'basis = { kind = "published", sources = ["who-2023"] }\n', "low_fibre.basis: {}slight"),
    ],
)
def test_a_basis_that_is_of_nothing_is_told_with_the_right_form(old: str, new: str, place: str) -> None:
    said = place.format("a basis says what it is of, as in basis.") + ' = { kind = "pragmatic" }'
    line = new.strip().splitlines()[-1]
    refused(old, new, at=line, code="wrong-type", said=said)


def test_a_truth_is_no_number() -> None:
    said = "fruit.plausible: this must be a number in plain digits, such as 12 or 2.5"
    told_of("plausible = [0, 6]", "plausible = [0, true]", said)


def test_a_range_has_two_ends() -> None:
    said = "fruit.plausible: this must be two numbers, such as [0, 15]"
    told_of("plausible = [0, 6]", "plausible = [0, 6, 9]", said)


def test_a_formula_is_a_rule_or_a_number() -> None:
    new = 'cases = [ { value = true } ]\n[[measure]]\nid = "m"\ntitle = "M"\nvalue = 1'
    text = small("[[phrase]]", '[[measure]]\nid = "guide"\ntitle = "Guide"\n' + new + "\n\n[[phrase]]")
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f"q:{line_of(text, 'value = true')}: guide.cases 1.value: this must be a rule in quotes or a number"
    )


def test_unknown_is_true_or_a_list_of_options() -> None:
    said = "drinks.skip.unknown: this must be true, or a list of the options that stay possible"
    told_of("unknown = true", "unknown = [1]", said)


@pytest.mark.parametrize("tier", ["4", "true", '"now"'])
def test_a_tier_is_one_of_six(tier: str) -> None:
    told_of(
        "tier = 2", f"tier = {tier}", 'much.tier: this must be "stop", 1, 2, 3, "support" or "practitioner"'
    )


NO_FIGURE = "is no key of an option, and a figure must be a number in plain digits, or two"


def test_a_figure_is_a_number() -> None:
    refused(
        "points = 1 ",
        'points = "1" ',
        at='points = "1"',
        code="unknown-key",
        said=f'drinks.1.points: "points" {NO_FIGURE}',
    )


@pytest.mark.parametrize("pair", ["[1]", "[1, 2, 3]", '[1, "2"]'])
def test_a_figure_that_is_a_list_has_two_numbers(pair: str) -> None:
    said = f'drinks.1.points: "points" {NO_FIGURE}'
    refused("points = 1 ", f"points = {pair} ", at=f"points = {pair}", code="unknown-key", said=said)


def test_a_misspelt_key_of_an_option_is_named_with_the_nearest() -> None:
    refused(
        "exclusive = true",
        "exclusve = true",
        at="exclusve",
        code="unknown-key",
        said=f'pills.none.exclusve: "exclusve" {NO_FIGURE}; did you mean "exclusive"?',
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'kind = "multi"',
            'kind = "multy"',
            'pills.kind: "multy" does not belong here, only single, multi, number; did you mean "multi"?',
        ),
        (
            '{ grade = "C"',
            '{ grade = "D"',
            'low_fibre.evidence.grade: "D" does not belong here, only A, B, C',
        ),
    ],
)
def test_a_value_that_is_none_of_the_allowed_words_is_told_with_those(old: str, new: str, said: str) -> None:
    refused(old, new, at=new, code="wrong-value", said=said)


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("clinic", "preset, opt_in"),
        ("changeable", "more, less"),
        ("decimals", "0, 1, 2"),
    ],
)
def test_the_words_that_a_question_may_say_are_listed(key: str, allowed: str) -> None:
    refused(
        "plausible = [0, 6]",
        f'plausible = [0, 6]\n  {key} = "none"',
        at=f'{key} = "none"',
        code="wrong-value",
        said=f'fruit.{key}: "none" does not belong here, only {allowed}',
    )


def test_tables_of_a_list_have_two_brackets() -> None:
    refused(
        "[[safety]]",
        "[safety]",
        at="[safety]",
        code="wrong-type",
        said="safety: write each as [[safety]], with two brackets",
    )


def test_questions_of_a_section_have_two_brackets() -> None:
    text = small(
        "[[measure]]",
        '[[section]]\nid = "more"\ntitle = "More"\n[section.question] # one\nid = "x"\n\n[[measure]]',
    )
    [problem] = problems(text)
    line = line_of(text, "[section.question] # one")
    said = "more.question: write each as [[section.question]], with two brackets"
    assert problem.sentence("q") == f"q:{line}: {said}"


def test_the_words_are_a_table() -> None:
    text = small("[words]\n", "[[words]]\n")
    found = [(problem.line, problem.message) for problem in problems(text)]
    assert (line_of(text, "[[words]]"), "write this as a table, [words]") in found


def test_evidence_that_does_not_fit_does_not_hide_the_other_errors_of_its_factor() -> None:
    text = small('evidence = { grade = "C", text = "Few studies." }', 'evidence = { grade = "D" }')
    found = [problem.code for problem in problems(text.replace('"fibre_g < 3"', '"fibre_h < 3"'))]
    assert sorted(found) == ["missing-key", "unknown-name", "wrong-value"]


def test_a_basis_of_a_figure_that_is_none_is_named() -> None:
    refused(
        'text = "How much?"',
        'text = "How much?"\n  basis.strong = ""',
        at='basis.strong = ""',
        code="wrong-value",
        said='amount.basis.strong.kind: "" does not belong here, only published, arithmetic, pragmatic',
    )
