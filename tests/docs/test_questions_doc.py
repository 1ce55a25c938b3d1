"""docs/questions.md tells the truth: its keys, its examples, its rules, its errors."""

from __future__ import annotations

import json
import re
import tomllib
from fractions import Fraction
from itertools import accumulate, chain
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from tests.docs.pages import DOCS, ROOT, Table, blocks, code, tables
from tests.project import QUESTIONNAIRE
from webapp.assessment import assess, fill, validate_answers
from webapp.cli import main
from webapp.questionnaire.load import load
from webapp.questionnaire.loading import document, practice_tables, reference_table, region_table, unit_table
from webapp.questionnaire.loading.completeness import (
    FACTOR_KEYS,
    WORDS,
    WORDS_OF_SIGNS,
    WORDS_OF_TIMED,
    words_of_time,
)
from webapp.questionnaire.loading.values import Time
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.questionnaire.rules import Symbols, parse
from webapp.report.views.level_words import level_of
from webapp.report.views.patient_view import LEVEL_PATTERNS
from webapp.workbench.cases import assess_case, differences, read_cases
from webapp.workbench.checking import find_all
from webapp.workbench.explain import explain_factor
from webapp.workbench.schema import HEADINGS

PAGE = (DOCS / "questions.md").read_text("utf-8")
TABLES = list(tables(PAGE))
EXAMPLES = blocks(PAGE, "toml")
SMALLEST, *PIECES = EXAMPLES
GROWING = list(accumulate(EXAMPLES))

MODELS = HEADINGS
BASES = {document.StrictTable, document.IdTable, document.EasyTable}
"""What several tables share; these are no tables of the file themselves."""

by_heading = pytest.mark.parametrize("heading", MODELS)


def under(heading: str) -> Table:
    """The table of keys under a heading."""
    return next(one for one in TABLES if one.heading == heading and one.columns[0] == "Key")


def keys(heading: str) -> list[str]:
    return [code(cell)[0] for cell in under(heading).column("Key")]


def under_rules(column: str) -> list[str]:
    return [code(cell)[0] for one in TABLES if one.columns[0] == column for cell in one.column(column)]


def test_every_kind_of_table_is_explained() -> None:
    kinds = {
        one
        for module in (document, practice_tables, reference_table, region_table, unit_table)
        for one in vars(module).values()
        if isinstance(one, type)
    }
    assert {one for one in kinds if issubclass(one, document.StrictTable)} - BASES == set(MODELS.values())


def test_every_table_of_the_file_has_its_heading() -> None:
    names = set(re.findall(r"`\[{1,2}([a-z.]+)\]{1,2}`", "\n".join(one.heading for one in TABLES)))
    assert names == {*document.TABLES, "section.question"}


@by_heading
def test_exactly_the_keys_that_exist_are_explained(heading: str) -> None:
    assert sorted(keys(heading)) == sorted(MODELS[heading].model_fields)


@by_heading
def test_the_page_says_which_keys_are_always_needed(heading: str) -> None:
    model, table = MODELS[heading], under(heading)
    always = {
        key for key, needed in zip(keys(heading), table.column("Needed"), strict=True) if needed == "always"
    }
    required = {key for key, field in model.model_fields.items() if field.is_required()}
    assert always == required | (set(FACTOR_KEYS) if model is document.FactorTable else set())


@by_heading
def test_the_example_of_a_key_fits_it(heading: str) -> None:
    for key, cell in zip(keys(heading), under(heading).column("Example"), strict=True):
        value = tomllib.loads(code(cell)[0], parse_float=Fraction)
        assert list(value) == [key]
        assert shape_errors(MODELS[heading], value) == []


def shape_errors(model: type[document.StrictTable], value: dict[str, object]) -> list[object]:
    """What does not fit of the keys that are there."""
    try:
        model.model_validate(value)
    except ValidationError as error:
        return [one for one in error.errors() if one["loc"][0] in value]
    return []


def test_the_fixed_sentences_are_those_that_the_check_asks_for() -> None:
    rows = under("`[words]`: the fixed sentences").column("Key")
    assert sorted(key for cell in rows for key in code(cell)) == sorted(WORDS)
    signs = under("Sentences for signs").column("Key")
    assert sorted(key for cell in signs for key in code(cell)) == sorted(WORDS_OF_SIGNS)
    ranges = under("Sentences for ranges").column("Key")
    assert sorted(key for cell in ranges for key in code(cell)) == sorted({*LEVEL_PATTERNS} - {*WORDS})
    timed = under("Sentences for times").column("Key")
    times = (one for one in get_args(Time) if one)
    needed = {*WORDS_OF_TIMED, *chain.from_iterable(map(words_of_time, times))}
    assert sorted(key for cell in timed for key in code(cell)) == sorted(needed)


def test_every_fixed_sentence_that_a_template_prints_is_asked_for() -> None:
    templates = [*(ROOT / "report_templates").rglob("*.html"), *(ROOT / "webapp/templates").rglob("*.html")]
    printed = {key for path in templates for key in re.findall(r"words\.([a-z_]+)", path.read_text("utf-8"))}
    assert printed - {"items"} <= set(WORDS)


def test_the_smallest_questionnaire_is_whole() -> None:
    assert load(SMALLEST).title == "Fibre check"


def test_every_other_example_says_that_it_is_a_piece() -> None:
    assert [one.split("\n")[0] for one in PIECES if not one.startswith("# added: ")] == []


@pytest.mark.parametrize(
    "whole", list(accumulate([SMALLEST, *PIECES]))[1:], ids=lambda whole: f"{len(whole)}"
)
def test_an_example_loads_behind_those_before_it(whole: str) -> None:
    assert load(whole).questions


@pytest.mark.parametrize("rule", under_rules("Rule"))
def test_a_rule_of_the_page_can_be_read(rule: str) -> None:
    assert parse(rule, scope_of_questions_toml())[1] == []


@pytest.mark.parametrize("rule", under_rules("Not allowed"))
def test_what_the_page_calls_wrong_is_refused(rule: str) -> None:
    assert parse(rule, scope_of_questions_toml())[1] != []


def scope_of_questions_toml() -> Symbols:
    measures = {one.id: one.type for one in QUESTIONNAIRE.measures.values()}
    return Symbols(QUESTIONNAIRE.questions, measures, frozenset(QUESTIONNAIRE.factors))


def test_decimals_are_as_exact_as_the_page_says() -> None:
    node, _ = parse("0.1 + 0.2 == 0.3", scope_of_questions_toml())
    assert node is not None
    assert node.value(validate_answers(QUESTIONNAIRE, {}).situation) is True


def test_the_errors_of_the_page_are_those_that_the_check_tells() -> None:
    spoilt = SMALLEST.replace("plausible = [0, 5]", "plausible = [0, 50]").replace("tier = 2", "tier = 4")
    with pytest.raises(QuestionnaireErrors) as found:
        load(spoilt.replace('"fibre_g < 5"', '"fibre_gg < 5"'))
    told = "".join(f"{problem.sentence('fibre.toml')}\n" for problem in found.value.problems)
    assert told in blocks(PAGE, "text")


def test_the_check_says_of_the_smallest_questionnaire_what_the_page_says(tmp_path: Path) -> None:
    file = tmp_path / "fibre.toml"
    file.write_text(SMALLEST, "utf-8")
    told = CliRunner().invoke(main, ["check", str(file)]).output.replace(str(file), file.name)
    assert f"$ gutfactors check fibre.toml\n{told}" in blocks(PAGE, "console")


def test_the_example_about_coffee_counts_and_is_told() -> None:
    _, answers = blocks(PAGE, "json")
    assessment = assess(validate_answers(load(GROWING[-1]), json.loads(answers)))
    finding = next(one for one in assessment.findings if one.factor.id == "much_coffee")
    assert finding.lowest.word == finding.highest.word == "moderate"
    (told,) = [text for _, text in finding.factor.told.rows if "{coffee_per_day}" in text]
    assert fill(told, assessment) == "7 cups of coffee on a normal day."


def test_the_check_finds_no_error_in_all_the_examples_together() -> None:
    assert find_all(GROWING[-1]).errors == ()


def test_unknown_answers_count_as_the_page_says() -> None:
    table = next(one for one in TABLES if one.columns == ("Answers", "Lowest", "Highest", "Printed"))
    for answers, lowest, highest, printed in table.rows:
        questionnaire = load(SMALLEST)
        finding = assess(validate_answers(questionnaire, json.loads(code(answers)[0]))).findings[0]
        assert (finding.lowest.word, finding.highest.word) == (lowest, highest)
        assert level_of(questionnaire, finding) == printed


def test_a_narrower_plausible_range_settles_as_the_page_says() -> None:
    narrower = load(SMALLEST.replace("plausible = [0, 5]", "plausible = [0, 4]"))
    assert assess(validate_answers(narrower, {})).findings[0].lowest.word == "slight"


@pytest.mark.parametrize(
    ("rule", "worth"),
    [("sugar_value < 5", False), ("sugar_value != 5", False), ("not (sugar_value < 5)", True)],
)
def test_a_number_that_nobody_gave_compares_as_the_page_says(rule: str, worth: bool) -> None:
    answers = validate_answers(load(GROWING[-1]), {"sugar_test": "none"})
    node, _ = parse(rule, Symbols(answers.questionnaire.questions, {}, frozenset()))
    assert node is not None
    assert node.value(answers.situation) is worth


@pytest.mark.parametrize("printed", ["row.notes", "row.remark"])
def test_what_the_page_calls_printed_for_practitioners_is_printed(printed: str) -> None:
    assert printed in (ROOT / "report_templates/practitioner.html").read_text("utf-8")


def test_the_golden_case_of_the_page_comes_out_as_it_says() -> None:
    example, _ = blocks(PAGE, "json")
    _, (case,) = read_cases(example)
    assert differences(case, assess_case(QUESTIONNAIRE, case)) == []


def test_a_factor_is_explained_as_the_page_shows() -> None:
    (shown,) = (one for one in blocks(PAGE, "console") if "explain" in one)
    told = "\n".join(explain_factor(QUESTIONNAIRE, QUESTIONNAIRE.factors["nsaid_use"]))
    assert told.startswith(shown.split("\n", 1)[1].removesuffix("…\n"))
