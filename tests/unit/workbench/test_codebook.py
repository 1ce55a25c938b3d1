"""The codebook says all that the questionnaire asks, judges and says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.project import QUESTIONNAIRE, TEXT, document
from tests.unit.assessment.test_changes import BRAN
from tests.unit.assessment.test_page_checks import ODD
from tests.unit.questionnaire.small import SMALL
from webapp.localization.localizer import ENGLISH
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.bases import bases
from webapp.questionnaire.loading.easy import easy_edition, easy_pairs
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.codebook.build import build_codebook
from webapp.workbench.codebook.judgements import flag_entry
from webapp.workbench.codebook.page import codebook_html
from webapp.workbench.codebook.writer import Writer

BOOK = build_codebook(QUESTIONNAIRE)
ENTRIES = {(part.title, entry.id): entry for part in BOOK.parts for entry in part.entries}


class Words(HTMLParser):
    """Collects the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found.append(data.replace("\N{WORD JOINER}", ""))


@cache
def page() -> str:
    return codebook_html(QUESTIONNAIRE)


@cache
def words() -> str:
    """Return the text of the page, every space as one."""
    return " ".join(" ".join(Words(page()).found).split())


def missing(texts: list[str]) -> list[str]:
    return [text for text in texts if " ".join(text.split()) not in words()]


def test_every_question_stands_in_it_with_its_options() -> None:
    asked = QUESTIONNAIRE.questions.values()
    assert missing([f"{one.text} {one.id}" for one in asked if "*" not in one.text]) == []
    assert missing([option.label for one in asked for option in one.options]) == []


def test_every_figure_of_an_option_stands_beside_it() -> None:
    table = ENTRIES["Alcohol", "audit2"].options
    assert table is not None
    assert table.columns == ("Id", "Answer", "points", "drinks", "Means")
    assert table.rows[2] == ("2", "5 or 6", "2", "5–6", "")


def test_every_rule_stands_in_it_in_words_and_as_written() -> None:
    rules = [rule for one in QUESTIONNAIRE.factors.values() for rule in one.rules.values()]
    rules += [flag.when for flag in QUESTIONNAIRE.safety]
    rules += [one.show_if for one in QUESTIONNAIRE.questions.values() if one.show_if]
    rules += [band.when for score in QUESTIONNAIRE.practice.scores for band in score.bands]
    assert missing([rule.text for rule in rules]) == []
    assert missing([Writer(QUESTIONNAIRE, ENGLISH).rule(rule) for rule in rules]) == []


def test_every_entry_of_every_kind_stands_in_its_part() -> None:
    practice = QUESTIONNAIRE.practice
    kinds = {
        "Measures: what is worked out": QUESTIONNAIRE.measures,
        "Factors": QUESTIONNAIRE.factors,
        "Safety flags": [one.id for one in QUESTIONNAIRE.safety],
        "Phrases: words for placeholders": QUESTIONNAIRE.phrases,
        "Scores for the practitioner": [one.id for one in practice.scores],
        "Laboratory values": [one.id for one in practice.laboratory],
        "Answers that are listed": [one.id for one in practice.listed],
        "What spoils tests": [one.id for one in practice.spoilers],
        "Tests to consider": [one.id for one in practice.considered],
    }
    for kind, ids in kinds.items():
        assert [name for part, name in ENTRIES if part == kind] == list(ids)


def test_a_flag_tells_when_it_is_shown_and_what_it_holds_back() -> None:
    (flag,) = BRAN.safety
    facts = {
        fact.label: fact.text
        for fact in flag_entry(replace(flag, tier="2", is_at_once=True), Writer(BRAN, ENGLISH)).facts
    }
    assert facts == {
        "Tier": "2: see a doctor first, shown right after its page",
        "Answers whose change is not pointed out": "How much?",
    }


def test_every_basis_stands_in_it_with_its_papers_beside() -> None:
    """Counted, because many bases have the same words."""
    given = [basis for _, basis in bases(document().document)]
    rules = [row.basis for entry in ENTRIES.values() for row in entry.rules]
    words = [row.basis for entry in ENTRIES.values() for row in entry.words]
    whole = [one for one in (*rules, *words) if one]
    shown = [*whole, *(case for one in whole for _, case in one.cases)]
    as_told = sorted((one.kind, tuple(one.sources), one.note) for one in given)
    assert set(as_told) == {(one.kind, one.sources, one.note) for one in shown}
    assert len(shown) >= len(given)
    assert missing([basis.note for basis in given]) == []


def test_every_reference_stands_in_it_with_its_number_and_what_uses_it() -> None:
    assert [row.reference for row in BOOK.references] == list(QUESTIONNAIRE.references.values())
    assert missing([one.title for one in QUESTIONNAIRE.references.values()]) == []
    assert missing([f"doi:{one.doi}" for one in QUESTIONNAIRE.references.values() if one.doi]) == []
    (row,) = (row for row in BOOK.references if row.reference.id == "who-2015")
    assert row.used_by[-1] == "Free sugars"
    assert f"who-2015 [{row.number}]" in words()


def test_each_part_and_the_whole_have_a_place_to_sign() -> None:
    assert page().count('class="sign"') == len(BOOK.parts) + 2
    assert page().count("<h2 id=") == len(BOOK.parts) + 1
    for section in QUESTIONNAIRE.sections:
        assert f"{section.title}: read and found right." in words().replace(" :", ":")


def test_the_page_is_in_the_language_and_direction_of_the_questionnaire() -> None:
    arabic = codebook_html(in_arabic())
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "How to read it" not in arabic
    assert '<bdi class="code" dir="ltr" translate="no">fibre_g &lt; 3</bdi>' in arabic


def test_what_is_the_same_in_every_language_is_not_to_be_translated() -> None:
    remark = "an author’s remark"
    noted = load(SMALL.replace('title = "Fibre"\n', f'title = "Fibre"\nnote = "{remark}"\n', 1))
    assert f'<bdi lang="en" translate="no">{remark}</bdi>' in codebook_html(noted)


def test_in_a_language_without_catalogues_only_the_words_of_the_file_are_in_it() -> None:
    dutch = codebook_html(load(SMALL.replace('language = "en"', 'language = "nl"')))
    assert '<html lang="en" dir="ltr">' in dutch
    assert "<h2>How to read it</h2>" in dutch
    assert '<h3><span lang="nl" dir="ltr">' in dutch


def in_arabic() -> Questionnaire:
    return load(SMALL.replace('language = "en"', 'language = "ar"'))


def test_version_and_digest_stand_at_the_foot() -> None:
    foot = page()[page().index('class="foot"') : page().index("<main>")]
    assert f"version {QUESTIONNAIRE.version}" in foot
    assert QUESTIONNAIRE.digest in foot


@pytest.mark.parametrize(("paper", "size"), [("a4", "A4"), ("letter", "letter")])
def test_the_paper_is_the_one_asked_for(paper: str, size: str) -> None:
    assert f"@page {{ size: {size} }}" in codebook_html(small(), paper)


def small() -> Questionnaire:
    return load(SMALL)


def test_text_of_the_file_is_never_taken_for_html() -> None:
    named = load(SMALL.replace('title = "Small"', 'title = "Small & nice"'))
    assert "<h1>Codebook: Small &amp; nice</h1>" in codebook_html(named)


def test_an_unknown_answer_says_what_it_may_stand_for() -> None:
    table = ENTRIES["Blood sugar", "diabetes"].options
    assert table is not None
    meanings = {row[0]: row[-1] for row in table.rows}
    assert meanings["not_sure"].startswith("unknown: may be “")
    assert "unknown: may be any of the others" in words()


def test_a_basis_that_depends_on_answers_says_where_each_origin_holds() -> None:
    case = '{ when = "fruit > 2", kind = "published", sources = ["who-2023"] }'
    text = SMALL.replace('kind = "pragmatic" }', f'kind = "pragmatic", cases = [{case}] }}')
    told = " ".join(" ".join(Words(codebook_html(load(text))).found).split())
    assert "? > 2: published : who-2023 [1]" in told


def test_no_sentence_ends_with_two_stops() -> None:
    assert "et al.." not in words()


def test_the_code_of_an_answer_stands_beside_it() -> None:
    coded = load(SMALL.replace('label = "Never", points = 0', 'label = "Never", points = 0, code = "s|1"'))
    table = build_codebook(coded).parts[0].entries[1].options
    assert table is not None
    assert table.rows[0] == ("0", "Never", "0", "s|1")


def test_a_figure_that_is_a_pair_stands_as_a_range() -> None:
    asked = load(SMALL.replace("points = 1 }", "points = [1, 2.5] }"))
    entries = {entry.id: entry for part in build_codebook(asked).parts for entry in part.entries}
    table = entries["drinks"].options
    assert table is not None
    assert [row[2] for row in table.rows] == ["0", "1–2.5", "–"]


def test_checks_of_a_page_stand_behind_its_questions() -> None:
    part = build_codebook(ODD).parts[1]
    assert [entry.id for entry in part.entries] == ["drinks", "glasses", "drinks.check"]
    assert [row.text for row in part.entries[-1].words] == ["You drink **and** you do not.", "So many?"]
    assert "is_odd" in [row.written for row in part.entries[-1].rules]


def at(data: Any, path: Iterable[str | int]) -> str:  # noqa: ANN401 - a table of the questionnaire's text
    """Return the text at the path."""
    for key in path:
        data = data[key]
    return str(data)


def test_every_easy_text_stands_beside_its_plain_one() -> None:
    book = codebook_html(QUESTIONNAIRE, easy=load(easy_edition(TEXT)))
    told = " ".join("".join(Words(book).found).split())
    data = parse_toml(TEXT).data
    texts = [at(data, path) for path, _ in easy_pairs(data)]
    assert len(texts) > 200
    assert [text for text in texts if " ".join(text.replace("*", "").split()) not in told] == []
    assert "In easy words" not in words()


def test_each_section_says_how_long_it_takes() -> None:
    lasting = {part.intro[part.intro.rfind("Minutes") :] for part in BOOK.parts if "Minutes" in part.intro}
    assert {"Minutes, about: 1.", "Minutes, about: 0.5."} <= lasting
