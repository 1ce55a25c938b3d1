"""Words: plain text or small Markdown, never HTML; and the placeholders in them."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, problems, refused, small

OLD = 'why = "Fibre feeds."'


@pytest.mark.parametrize("html", ["<b>", "</b>", "<!--", "<img", "<script>alert(1)</script>"])
def test_html_is_refused(html: str) -> None:
    text = small(OLD, f'why = "Fibre {html} feeds."')
    assert {(problem.line, problem.code) for problem in problems(text)} == {
        (line_of(text, "Fibre <"), "html")
    }


def test_html_is_told_in_its_line_of_a_long_text() -> None:
    refused(
        OLD,
        'why = """\nFibre feeds.\n\nA lot <br>.\n"""',
        at="<br>",
        code="html",
        said="low_fibre.why: HTML is not allowed here: use **bold**, *italic* and blank lines",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "Acid pills"', 'label = "<i>"'),
        ('text = "Which pills do you take?"', 'text = "<i>"'),
        ('title = "Fibre"\n\n[words]', 'title = "<i>"\n\n[words]'),
        ('no_total = "Words."', 'no_total = "<i>"'),
        ('note = "half"', 'note = "<i>"'),
        ('help_line = "a help line"', 'help_line = "<i>"'),
        ("range = [0, 15]", 'range = [0, 15]\n  unit = "<i>"'),
    ],
)
def test_html_is_refused_in_every_text(old: str, new: str) -> None:
    text = small(old, new)
    assert [(problem.line, problem.code) for problem in problems(text)] == [(line_of(text, "<i>"), "html")]


def test_less_than_is_no_html() -> None:
    assert problems(small(OLD, 'why = "p <0.05, and a < b"')) == ()
    assert problems(small('strong = "fibre_g < 3"', 'strong = "3 >fibre_g or fibre_g <fruit"')) == ()


def test_a_link_to_a_script_is_refused() -> None:
    refused(
        OLD,
        'why = "JavaScript: alert(1)"',
        at="JavaScript",
        code="script",
        said="low_fibre.why: a link to a script is not allowed",
    )


@pytest.mark.parametrize(
    "words",
    ["[here](https://example.org)", "![x](y)", "# Title", "- one", "> quote", "`code`", "1 * 2", "**bold"],
)
def test_only_small_markdown_is_used(words: str) -> None:
    text = small(OLD, f"why = '''\nFibre\n{words}\n'''")
    line = line_of(text, words) - ("*" in words)  # an open star is reported where its paragraph begins
    first = problems(text)[0]
    assert (first.line, first.code) == (line, "markdown")


def test_an_open_star_is_told_in_its_paragraph() -> None:
    refused(
        OLD,
        'why = """\nFibre **feeds**.\n\nIt *is so."""',
        at="It *is",
        code="markdown",
        said="low_fibre.why: a star that opens bold or italic is not closed",
    )


def test_bold_italic_and_paragraphs_are_allowed() -> None:
    assert problems(small(OLD, 'why = "**Fibre** *feeds* [P].\\n\\n**All *of* it**"')) == ()


def test_an_invisible_control_character_is_refused() -> None:
    refused(
        OLD,
        'why = "Fibre\\u0000"',
        at="Fibre\\u0000",
        code="control-character",
        said="low_fibre.why: there is an invisible control character in this text",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, 'why = " "'),
        ('version = "1"', 'version = ""'),
        ('ask = ["Which fibre?"]', 'ask = [" "]'),
        ('label = "Acid pills"', 'label = ""'),
        ('told = "about {fibre_g} g from {source}."', 'told = ""'),
        ('no_total = "Words."', 'no_total = ""'),
        ('text = "See a doctor or call {emergency}."', 'text = "  "'),
    ],
)
def test_words_that_are_needed_are_not_blank(old: str, new: str) -> None:
    text = small(old, new)
    [problem] = problems(text)
    assert (problem.line, problem.code) == (line_of(text, new), "blank")
    assert problem.message == "this must not be blank"


def test_an_unknown_placeholder_is_told_with_the_nearest_name() -> None:
    refused(
        "{fibre_g} g",
        "{fiber_g} g",
        at="{fiber_g}",
        code="unknown-placeholder",
        said='low_fibre.told: unknown placeholder "fiber_g"; did you mean "fibre_g"?',
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('text = "fruit"', 'text = "{frut}"'),
        ("{emergency}", "{frut}"),
        ("tier = 2", 'tier = 2\nmore = [ { text = "{frut}" } ]'),
        ('references = ["who-2023"]', 'references = ["who-2023"]\nnote = [ { text = "{frut}" } ]'),
        (
            'told = "about {fibre_g} g from {source}."',
            'told = [ { when = "fruit > 1", text = "{frut}" }, { text = "." } ]',
        ),
    ],
)
def test_placeholders_are_checked_wherever_answers_are_filled_in(old: str, new: str) -> None:
    text = small(old, new)
    [problem] = problems(text)
    assert (problem.line, problem.code, problem.faulty) == (
        line_of(text, "{frut}"),
        "unknown-placeholder",
        "frut",
    )
    assert problem.suggestion == "fruit"


def test_the_fixed_words_know_the_levels_and_the_numbers_to_call() -> None:
    assert (
        problems(small('no_total = "Words."', 'no_total = "{emergency} {help_line} {lowest} {highest}"'))
        == ()
    )
    refused(
        'no_total = "Words."',
        'no_total = "{fruit}"',
        at="{fruit}",
        code="unknown-placeholder",
        said='words.no_total: unknown placeholder "fruit"',
    )


def test_a_placeholder_elsewhere_is_refused() -> None:
    refused(
        OLD,
        'why = "You eat {fruit}."',
        at="{fruit}",
        code="misplaced-placeholder",
        said="low_fibre.why: {fruit} is not filled in here, "
        "only in words, told, notes, phrases, safety texts and the practitioner's page "
        "(help, short: those of regions)",
    )


def test_a_short_name_of_a_measure_has_words_of_regions_alone() -> None:
    short = 'title = "Fibre"\nshort = "Fibre, and call {emergency}"'
    assert problems(small('title = "Fibre"', short)) == ()
    refused(
        'title = "Fibre"',
        short.replace("emergency", "fruit"),
        at="{fruit}",
        code="unknown-placeholder",
        said='fibre_g.short: unknown placeholder "fruit"',
    )


def test_a_lone_brace_is_refused() -> None:
    refused(
        "{fibre_g} g",
        "fibre_g} g",
        at="fibre_g} g",
        code="stray-brace",
        said="low_fibre.told: a brace must open or close a name, as in {emergency}",
    )


def test_a_measure_without_a_number_cannot_be_printed() -> None:
    table = '[[measure]]\nid = "much_fruit"\ntitle = "?"\ntype = "yesno"\nvalue = "fruit > 3"\n\n[[phrase]]'
    text = small("[[phrase]]", table).replace("{fibre_g} g", "{much_fruit}")
    [problem] = problems(text)
    assert problem.sentence("q") == (
        f"q:{line_of(text, '{much_fruit}')}: low_fibre.told: "
        'the measure "much_fruit" is no number, so there are no words for it: use a phrase'
    )
