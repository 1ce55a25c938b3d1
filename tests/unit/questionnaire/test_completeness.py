"""Rows, names of other tables, and what a questionnaire must not lack."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small
from webapp.questionnaire.loading.completeness import FACTOR_KEYS

VALUE = 'value = "3 * fruit"'


@pytest.mark.parametrize("new", ["", f'{VALUE}\ncases = [ {{ value = "3 * fruit" }} ]'])
def test_a_measure_has_a_value_or_cases(new: str) -> None:
    text = small(VALUE, new)
    [problem] = problems(text)
    assert (problem.code, problem.line) == ("formula", line_of(text, VALUE + "\n" if new else "[[measure]]"))
    assert problem.message == 'a measure needs either "value" or "cases"'


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (VALUE, 'cases = [\n { value = "fruit * 3" }, # first\n { value = 1 } ]', "fibre_g.cases 1"),
        (
            'told = "about {fibre_g} g from {source}."',
            'told = [\n { text = "a" }, # first\n { when = "fruit > 1", text = "b" }, { text = "c" } ]',
            "low_fibre.told 1",
        ),
        (
            "range = [1, 40]",
            "ranges = [\n { range = [1, 40] }, # first\n { range = [1, 2] } ]",
            "amount.ranges 1",
        ),
    ],
)
def test_a_row_after_one_that_always_holds_is_refused(old: str, new: str, where: str) -> None:
    refused(
        old,
        new,
        at="# first",
        code="never-reached",
        said=f'{where}: a row without "when" always holds: the rows after it are never reached',
    )


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (VALUE, 'cases = [ { when = "fruit > 1", value = "fruit * 3" } ]', "fibre_g.cases 1"),
        (', { text = "" } ]', " ]", "source.cases 1"),
        (
            'told = "about {fibre_g} g from {source}."',
            'told = [ { when = "fruit > 1", text = "b" } ]',
            "low_fibre.told 1",
        ),
    ],
)
def test_the_last_row_always_holds(old: str, new: str, where: str) -> None:
    text = small(old, new)
    [problem] = problems(text)
    key = where.split(".")[1].split(" ", maxsplit=1)[0]
    assert (problem.code, problem.location) == ("no-last-row", where)
    assert text.split("\n")[problem.line - 1].startswith(key)
    assert problem.message == 'the last row must have no "when", so that one row always holds'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'references = ["who-2023"]',
            'references = ["who-2022"]',
            'low_fibre.references 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
        (
            'sources = ["who-2023"]',
            'sources = ["who-2022"]',
            'low_fibre.basis.slight.sources 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
        (
            "tier = 2",
            'tier = 2\nsilences_changes_of = ["low_fiber"]',
            'much.silences_changes_of 1: unknown factor "low_fiber"; did you mean "low_fibre"?',
        ),
        (
            "tier = 2",
            'tier = 2\nsilences_changes_of_questions = ["fruits"]',
            'much.silences_changes_of_questions 1: unknown question "fruits"; did you mean "fruit"?',
        ),
        (
            'why = "Fibre feeds."',
            'why = "Fibre feeds."\nestimate = "fiber_g"',
            'low_fibre.estimate: unknown measure "fiber_g"; did you mean "fibre_g"?',
        ),
        (
            'why = "Fibre feeds."',
            'why = "Fibre feeds."\nnumber_lines = ["fibre_g", "fruits"]',
            'low_fibre.number_lines 2: unknown number "fruits"; did you mean "fruit"?',
        ),
        (
            "[[section]]",
            '[[region]]\nid = "CA"\nemergency = "1"\nhelp_line = "2"\n\n[[section]]',
            'CA.id: unknown region "CA"',
        ),
    ],
)
def test_a_name_of_another_table_must_exist(old: str, new: str, said: str) -> None:
    faulty = said.split('"')[1]
    code = "unknown-" + said.split("unknown ")[1].split(" ", maxsplit=1)[0]
    refused(old, new, at=new if "\n" not in new else f'"{faulty}"', code=code, said=said)


def test_regions_are_options_of_the_question_of_that_name() -> None:
    text = small('id = "pills"', 'id = "region"')
    region = '[[region]]\nid = "acid"\nemergency = "1"\nhelp_line = "2"\n\n[[section]]'
    assert problems(text.replace("[[section]]", region)) == ()


def test_the_numbers_to_call_of_no_region_are_needed() -> None:
    text = small('[[region]]\nid = ""\nemergency = "112"\nhelp_line = "a help line"\n')
    [problem] = problems(text)
    assert (problem.line, problem.code) == (1, "no-default-region")
    assert problem.sentence("q") == (
        'q:1: region: the numbers to call where no region is known are missing: a [[region]] with id = ""'
    )


@pytest.mark.parametrize("key", FACTOR_KEYS)
def test_a_factor_says_what_a_reader_must_know(key: str) -> None:
    text = "\n".join(line for line in small().split("\n") if not line.startswith(f"{key} ="))
    [problem] = problems(text)
    assert (problem.line, problem.code) == (line_of(text, "[[factor]]"), "incomplete-factor")
    assert problem.sentence("q").endswith(f'low_fibre.{key}: a factor needs "{key}"')


def test_a_factor_needs_a_rule() -> None:
    text = small('strong = "fibre_g < 3"\nmoderate = "fibre_g < 6"\nslight = "fibre_g < 9"\n')
    text = text.replace("basis.", "# ")
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f'q:{line_of(text, "[[factor]]")}: low_fibre: a factor needs a rule: "strong", "moderate" or "slight"'
    )


def test_every_rule_of_a_factor_needs_a_basis() -> None:
    refused(
        'basis.strong = { kind = "pragmatic" }\n',
        "",
        at="basis.moderate",
        code="incomplete-factor",
        said='low_fibre.basis.strong: the rule of "strong" needs a basis',
    )


def test_a_basis_without_a_rule_is_refused() -> None:
    refused(
        'strong = "fibre_g < 3"\n',
        "",
        at="basis.strong",
        code="wrong-value",
        said='low_fibre.basis.strong: there is no rule "strong" that this could be the basis of',
    )


def test_a_basis_is_one_of_three() -> None:
    refused(
        'kind = "pragmatic"',
        'kind = "pragmatical"',
        at="pragmatical",
        code="wrong-value",
        said='low_fibre.basis.strong.kind: "pragmatical" does not belong here, '
        'only published, arithmetic, pragmatic; did you mean "pragmatic"?',
    )


def test_a_published_cut_off_names_its_reference() -> None:
    refused(
        'sources = ["who-2023"]',
        'note = "somewhere"',
        at="somewhere",
        code="incomplete-basis",
        said='low_fibre.basis.slight: a published cut-off names its references, as in sources = ["who-2023"]',
    )


def test_a_section_asks_something() -> None:
    refused(
        "[[measure]]",
        '[[section]] # empty\nid = "more"\ntitle = "More"\n\n[[measure]]',
        at="# empty",
        code="empty",
        said="more: this section asks nothing",
    )


def test_needed_words_are_there() -> None:
    refused(
        'no_total = "Words."',
        'no_totl = "Words."',
        at="[words]",
        code="missing-key",
        said='words.no_total: "no_total" is missing; did you mean "no_totl"?',
    )


def test_at_least_one_factor_is_told_in_full() -> None:
    refused(
        'title = "Small"',
        'title = "Small"\nfull_factors = 0',
        at="full_factors",
        code="wrong-value",
        said="full_factors: at least one factor is told in full",
    )


def test_a_basis_of_a_question_is_one_of_its_figures_or_keys() -> None:
    refused(
        '  options = [\n    { id = "0"',
        '  basis.point = { kind = "arithmetic" }\n  options = [\n    { id = "0"',
        at="basis.point",
        code="wrong-value",
        said='drinks.basis.point: "point" is no figure of this question, '
        'and none of show_if, range, ranges, plausible; did you mean "points"?',
    )


@pytest.mark.parametrize("tier", ["1", "3", '"stop"', '"support"', '"practitioner"'])
def test_only_what_would_wait_can_be_shown_at_once(tier: str) -> None:
    said = "much.at_once: only a flag of tier 2 can be shown earlier than its tier is"
    refused("tier = 2", f"tier = {tier}\nat_once = true", at="at_once", code="wrong-value", said=said)


def test_what_is_told_in_full_is_said_once() -> None:
    assert problems(small('language = "en"', 'language = "en"\nfull_level = "moderate"')) == ()
    refused(
        'language = "en"',
        'language = "en"\nfull_level = "moderate"\nfull_factors = 5',
        at="full_factors",
        code="two-limits",
        said='full_factors: with "full_level" every factor of that level is told in full, '
        "however many there are",
    )


def test_only_a_flag_for_soon_has_a_time() -> None:
    first = problems(small("tier = 2", 'tier = 3\ntime = "week"'))[0]
    said = "only a flag of tier 2 has a time: the others are for now, or for no time"
    assert (first.code, first.message) == ("wrong-value", said)


def test_a_note_asks_nobody_to_act_by_a_time() -> None:
    refused(
        'why = "Fibre feeds."',
        'why = "Fibre feeds."\nnote = [ { text = "Slowly.", time = "week" } ] # here',
        at="# here",
        code="wrong-value",
        said="low_fibre.note 1.time: a note asks nobody to act: a time is for safety flags",
    )


@pytest.mark.parametrize(
    ("keeps", "message"),
    [
        ("{ days = 28 }", "basis"),
        ('{ days = -1, basis = { kind = "pragmatic" } }', "this must be a whole number of days, 0 or more"),
        ('{ days = 0.5, basis = { kind = "pragmatic" } }', "this must be a whole number of days, 0 or more"),
    ],
)
def test_a_term_is_a_number_of_days_with_a_basis(keeps: str, message: str) -> None:
    [problem] = problems(small("plausible = [0, 6]", f"plausible = [0, 6]\nkeeps = {keeps}"))
    assert message in problem.message
