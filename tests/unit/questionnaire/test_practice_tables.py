"""The tables for the practitioner's page: what they become, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.questionnaire.small import SMALL, line_of, problems, refused, small
from webapp.assessment import validate_answers
from webapp.questionnaire.basis import Basis
from webapp.questionnaire.load import load
from webapp.questionnaire.practice import (
    BandRule,
    ConsideredRule,
    Conversion,
    LaboratoryRule,
    ListedRule,
    PracticePage,
    ReasonRule,
    ScoreRule,
    SpoilerRule,
)
from webapp.questionnaire.rules import Node, Symbols, parse

SCORE = """
[[score]]
id = "drinking"
title = "Drinking"
measure = "fibre_g"
items = ["drinks"]
figure = "points"
when = "fruit > 1"
note = "About {fibre_g} g."

  [[score.band]]
  when = "fibre_g >= 9"
  text = "Much: 9 or more"
  basis = { kind = "published", sources = ["who-2023"], note = "of food" }
"""
LABORATORY = """
[[laboratory]]
id = "fruit_pieces"
title = "Fruit"
question = "fruit"
when = "fruit > 2"
unit = "pieces"
other.unit = "g"
other.value = "80.5 * fruit"
other.decimals = 1
other.basis = { kind = "arithmetic", note = "by weight" }
"""
LISTED = """
[[listed]]
id = "takes"
title = "Takes"
questions = ["pills", "drinks"]
"""
SPOILER = """
[[spoiler]]
id = "acid"
when = "'acid' in pills"
text = "Acid pills spoil {source}."
source = "NICE"
"""
CONSIDERED = """
[[considered]]
id = "test"
title = "A test"
when = "fruit > 3"
reasons = [ { when = "fibre_g > 9", text = "much fibre" }, { text = "for all of {fruit}" } ]
limits = "Not with {fruit} pieces."
advised = false
references = ["who-2023"]
"""
ONLY_THREE = "does not belong here, only published, arithmetic, pragmatic"
EVERY = SCORE + LABORATORY + LISTED + SPOILER + CONSIDERED


def added(tables: str) -> str:
    """The small questionnaire with tables for the practitioner's page."""
    return small("[[reference]]", f"{tables}\n[[reference]]")


def page(tables: str) -> PracticePage:
    return load(added(tables)).practice


def rule(text: str, expect: str = "condition") -> Node:
    questionnaire = load(SMALL)
    scope = Symbols(questionnaire.questions, {"fibre_g": "number"}, frozenset(questionnaire.factors))
    node, found = parse(text, scope, expect)
    assert found == []
    assert node is not None
    return node


def refused_in(tables: str, old: str, new: str, *, code: str, said: str) -> None:
    """The tables with `new` in place of `old` are refused for one thing, in the line of `new`."""
    assert tables.count(old) == 1
    text = tables.replace(old, new)
    at = new.partition("\n")[0] or "basis = { kind"
    refused("[[reference]]", f"{text}\n[[reference]]", at=at, code=code, said=said)


def id_of(tables: str) -> str:
    """The id of the one table."""
    return tables.partition('id = "')[2].partition('"')[0]


def test_a_questionnaire_may_do_without_the_page() -> None:
    assert load(SMALL).practice == PracticePage()


def test_a_score_has_its_measure_its_questions_and_its_bands() -> None:
    band = BandRule("Much: 9 or more", rule("fibre_g >= 9"), Basis("published", ("who-2023",), "of food"))
    assert page(SCORE).scores == (
        ScoreRule(
            "drinking",
            "Drinking",
            "fibre_g",
            ("drinks",),
            "points",
            rule("fruit > 1"),
            (band,),
            "About {fibre_g} g.",
        ),
    )


def test_a_laboratory_value_has_its_two_units() -> None:
    other = Conversion("g", rule("80.5 * fruit", "number"), 1, Basis("arithmetic", (), "by weight"))
    row = LaboratoryRule("fruit_pieces", "Fruit", "fruit", "pieces", rule("fruit > 2"), other)
    assert page(LABORATORY).laboratory == (row,)


def test_a_conversion_is_exact() -> None:
    questionnaire = load(added(LABORATORY))
    other = questionnaire.practice.laboratory[0].other
    assert other is not None
    exact = Fraction(161, 2) * 3
    assert other.value.value(validate_answers(questionnaire, {"fruit": 3}).situation) == (exact, exact)


def test_lists_spoilers_and_tests_are_as_written() -> None:
    found = page(LISTED + SPOILER + CONSIDERED)
    assert found.listed == (ListedRule("takes", "Takes", ("pills", "drinks")),)
    assert found.spoilers == (
        SpoilerRule("acid", rule("'acid' in pills"), "Acid pills spoil {source}.", "NICE"),
    )
    reasons = (ReasonRule("much fibre", rule("fibre_g > 9")), ReasonRule("for all of {fruit}"))
    limits = "Not with {fruit} pieces."
    guard, references = rule("fruit > 3"), ("who-2023",)
    test = ConsideredRule("test", "A test", reasons, limits, guard, is_advised=False, references=references)
    assert found.considered == (test,)


def test_what_may_be_left_out_may_be_left_out() -> None:
    score = page('[[score]]\nid = "a"\ntitle = "A"\nitems = ["fruit"]').scores[0]
    assert score == ScoreRule("a", "A", "", ("fruit",))
    row = page('[[laboratory]]\nid = "a"\ntitle = "A"\nquestion = "fruit"\nunit = "g"').laboratory[0]
    assert row == LaboratoryRule("a", "A", "fruit", "g")
    test = page('[[considered]]\nid = "a"\ntitle = "A"\nreasons = [{ text = "b" }]\nlimits = "c"').considered[
        0
    ]
    assert test == ConsideredRule("a", "A", (ReasonRule("b"),), "c")


@pytest.mark.parametrize("tables", [SCORE, LABORATORY, LISTED, SPOILER, CONSIDERED])
def test_ids_of_the_page_are_used_once_for_each_kind(tables: str) -> None:
    kind, name = tables.partition("]]")[0].strip("[\n"), id_of(tables)
    line = line_of(added(tables), f'id = "{name}"\ntitle' if kind != "spoiler" else 'id = "acid"\nwhen')
    again = tables.replace(f'id = "{name}"', f'id = "{name}" # again')
    said = f'{name}.id: the id "{name}" is already taken by the {kind} in line {line}'
    refused("[[reference]]", f"{tables}{again}\n[[reference]]", at="# again", code="duplicate-id", said=said)


def test_ids_of_the_page_are_apart_from_all_others() -> None:
    assert problems(added(EVERY.replace('id = "drinking"', 'id = "test"'))) == ()


@pytest.mark.parametrize("tables", [SCORE, LABORATORY, LISTED, SPOILER, CONSIDERED])
def test_an_id_of_the_page_is_a_word(tables: str) -> None:
    name = id_of(tables)
    said = '7up.id: "7up" is no id: write a word of a to z, 0 to 9 and _'
    refused_in(tables, f'id = "{name}"', 'id = "7up"', code="bad-id", said=said)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (
            'measure = "fibre_g"',
            'measure = "fiber_g"',
            "unknown-measure",
            'drinking.measure: unknown measure "fiber_g"; did you mean "fibre_g"?',
        ),
        (
            'items = ["drinks"]',
            'items = ["drink"]',
            "unknown-question",
            'drinking.items 1: unknown question "drink"; did you mean "drinks"?',
        ),
        (
            'figure = "points"',
            'figure = "point"',
            "unknown-figure",
            'drinking.figure: unknown figure "point"; did you mean "points"?',
        ),
        (
            'when = "fruit > 1"',
            'when = "friut > 1"',
            "unknown-name",
            'drinking.when: unknown name "friut"; did you mean "fruit"?',
        ),
        (
            'when = "fibre_g >= 9"',
            'when = "fibre_g"',
            "wrong-type",
            'drinking.band 1.when: this must be a condition (true or false), but is a number: "fibre_g"',
        ),
        (
            'sources = ["who-2023"], ',
            'sources = ["who-2022"], ',
            "unknown-reference",
            'drinking.band 1.basis.sources 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
        (
            'sources = ["who-2023"], ',
            "",
            "incomplete-basis",
            'drinking.band 1.basis: a published cut-off names its references, as in sources = ["who-2023"]',
        ),
        (
            'kind = "published"',
            'kind = "made up"',
            "wrong-value",
            f'drinking.band 1.basis.kind: "made up" {ONLY_THREE}',
        ),
        (
            "About {fibre_g} g.",
            "About {fiber_g} g.",
            "unknown-placeholder",
            'drinking.note: unknown placeholder "fiber_g"; did you mean "fibre_g"?',
        ),
        (
            'text = "Much: 9 or more"',
            'txt = "Much: 9 or more"\n  text = "?"',
            "unknown-key",
            'drinking.band 1.txt: unknown key "txt"; did you mean "text"?',
        ),
    ],
)
def test_what_is_wrong_with_a_score_is_told_in_its_line(old: str, new: str, code: str, said: str) -> None:
    refused_in(SCORE, old, new, code=code, said=said)


def test_a_score_is_made_of_something() -> None:
    said = 'drinking: a score needs a "measure", or "items": the questions that it is made of'
    bare = '\n[[score]] # bare\nid = "drinking"\ntitle = "Drinking"\n'
    refused_in(bare, "[[score]] # bare", "[[score]] # bare", code="incomplete-score", said=said)


def test_a_score_can_be_no_yes_or_no() -> None:
    much = '[[measure]]\nid = "much_fruit"\ntitle = "?"\ntype = "yesno"\nvalue = "fruit > 3"\n'
    said = 'drinking.measure: unknown measure "much_fruit"'
    tables = SCORE.replace('measure = "fibre_g"', 'measure = "much_fruit"')
    refused_in(
        tables + much, 'measure = "much_fruit"', 'measure = "much_fruit"', code="unknown-measure", said=said
    )


@pytest.mark.parametrize("items", ['["fruit"]', '["drinks", "fruit", "pills"]', "[]"])
def test_every_answer_of_a_score_that_adds_up_has_its_figure(items: str) -> None:
    tables = SCORE.replace('items = ["drinks"]', f"items = {items}")
    [problem] = problems(added(tables))
    assert problem.sentence("q").endswith('drinking.figure: unknown figure "points"')


def test_a_figure_is_not_looked_for_in_a_question_that_does_not_exist() -> None:
    [problem] = problems(added(SCORE.replace('items = ["drinks"]', 'items = ["drinkz"]')))
    assert problem.code == "unknown-question"


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        (
            'question = "fruit"',
            'question = "friut"',
            "unknown-question",
            'fruit_pieces.question: unknown question "friut"; did you mean "fruit"?',
        ),
        (
            'question = "fruit"',
            'question = "drinks"',
            "wrong-type",
            "fruit_pieces.question: a laboratory value is a question that is answered with a number",
        ),
        (
            '"80.5 * fruit"',
            '"80.5 * friut"',
            "unknown-name",
            'fruit_pieces.other.value: unknown name "friut"; did you mean "fruit"?',
        ),
        (
            '"80.5 * fruit"',
            '"80.5 / fruit"',
            "division-by-zero",
            'fruit_pieces.other.value: this may divide by zero: "80.5 / fruit"',
        ),
        (
            'kind = "arithmetic"',
            'kind = "guessed"',
            "wrong-value",
            f'fruit_pieces.other.basis.kind: "guessed" {ONLY_THREE}',
        ),
        (
            "decimals = 1",
            "decimals = 7",
            "wrong-value",
            'fruit_pieces.other.decimals: "7" does not belong here, only 0, 1, 2, 3',
        ),
    ],
)
def test_what_is_wrong_with_a_laboratory_value_is_told(old: str, new: str, code: str, said: str) -> None:
    refused_in(LABORATORY, old, new, code=code, said=said)


@pytest.mark.parametrize(
    ("tables", "old", "new", "code", "said"),
    [
        (
            LISTED,
            '"pills", ',
            '"pils", ',
            "unknown-question",
            'takes.questions 1: unknown question "pils"; did you mean "pills"?',
        ),
        (LISTED, '["pills", "drinks"]', "[]", "empty", "takes.questions: this lists no question"),
        (
            SPOILER,
            "'acid' in pills",
            "'acd' in pills",
            "unknown-option",
            'acid.when: pills has no option of this name: "\'acd\'"; did you mean "acid"?',
        ),
        (
            SPOILER,
            "{source}",
            "{surce}",
            "unknown-placeholder",
            'acid.text: unknown placeholder "surce"; did you mean "source"?',
        ),
        (
            CONSIDERED,
            '[ { when = "fibre_g > 9", text = "much fibre" }, { text = "for all of {fruit}" } ]',
            "[]",
            "empty",
            "test.reasons: a test needs a reason to consider it",
        ),
        (
            CONSIDERED,
            "fibre_g > 9",
            "fibre_g > 99",
            "never-holds",
            'test.reasons 1.when: no answers can make this true: "fibre_g > 99"',
        ),
        (
            CONSIDERED,
            "for all of {fruit}",
            "for all of {friut}",
            "unknown-placeholder",
            'test.reasons 2.text: unknown placeholder "friut"; did you mean "fruit"?',
        ),
        (
            CONSIDERED,
            "Not with {fruit} pieces.",
            "Not with {friut} pieces.",
            "unknown-placeholder",
            'test.limits: unknown placeholder "friut"; did you mean "fruit"?',
        ),
        (CONSIDERED, "Not with {fruit} pieces.", " ", "blank", "test.limits: this must not be blank"),
        (
            CONSIDERED,
            '["who-2023"]',
            '["who-2022"]',
            "unknown-reference",
            'test.references 1: unknown reference "who-2022"; did you mean "who-2023"?',
        ),
    ],
)
def test_what_is_wrong_with_lists_and_tests_is_told(
    tables: str, old: str, new: str, code: str, said: str
) -> None:
    assert tables.count(old) == 1
    text = added(tables.replace(old, new))
    [problem] = problems(text)
    assert (problem.code, problem.sentence("q").split(": ", maxsplit=1)[1]) == (code, said)
    assert new.strip(" ,") in text.split("\n")[problem.line - 1]


def test_a_question_that_is_not_always_asked_says_what_it_counts_as_in_a_band() -> None:
    text = added(SCORE.replace("fibre_g >= 9", "amount >= 9")).replace("  when_hidden = 0\n", "")
    assert [one.code for one in problems(text)] == ["no-when-hidden"]


def test_every_kind_of_table_is_written_with_two_brackets() -> None:
    text = added(LISTED.replace("[[listed]]", "[listed]"))
    [problem] = problems(text)
    assert problem.message == "write each as [[listed]], with two brackets"


def test_no_limit_of_the_questionnaire_in_use_lacks_its_words() -> None:
    assert len(QUESTIONNAIRE.practice.considered) == 12
    assert {one.id for one in QUESTIONNAIRE.practice.considered if not one.is_advised} == {
        "lactulose_mannitol",
        "zonulin",
        "igg_and_scores",
        "supplements_evidence",
    }


def test_a_score_adds_up_numbers_and_no_pairs() -> None:
    [problem] = problems(added(SCORE).replace("points = 1 }", "points = [1, 2] }"))
    assert problem.code == "wrong-type"
    assert problem.sentence("q").endswith(
        'drinking.figure: a score adds up numbers, and "points" of some option is a pair'
    )
