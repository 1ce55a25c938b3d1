"""References as CSL-JSON and back, and into the text of a questionnaire."""

from __future__ import annotations

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load
from webapp.questionnaire.references import Reference
from webapp.workbench.csl_json import csl_id, from_csl, to_csl
from webapp.workbench.reference_merge import merge_references

DESAI = {
    "id": "http://zotero.org/users/1/items/ABCD",
    "type": "article-journal",
    "title": "A Dietary <i>Fiber</i>-Deprived Gut Microbiota",
    "author": [{"family": "Desai", "given": "Mahesh S."}, {"family": "Seekatz", "given": "Anna M."}],
    "issued": {"date-parts": [["2016", 11, 17]]},
    "container-title": "Cell",
    "volume": "167",
    "issue": "5",
    "page": "1339-1353",
    "DOI": "10.1016/j.cell.2016.10.043",
}


@pytest.mark.parametrize("reference", QUESTIONNAIRE.references.values(), ids=lambda one: one.id)
def test_a_reference_comes_back_as_it_went(reference: Reference) -> None:
    keys = (
        *("authors", "title", "year", "journal", "volume", "issue", "pages", "publisher"),
        *("doi", "pmid", "pmcid"),
    )
    kept = {key: getattr(reference, key) for key in keys}
    told = from_csl(to_csl(reference))
    assert {key: told.get(key) or ("" if key != "year" else None) for key in kept} == kept


@pytest.mark.parametrize(
    ("reference", "csl_type"),
    [
        (Reference("a", "", "A", kind="guideline"), "standard"),
        (Reference("a", "", "A", journal="J 1:2"), "article-journal"),
        (Reference("a", "", "A", url="https://a.example"), "webpage"),
        (Reference("a", "", "A", kind="web"), "webpage"),
        (Reference("a", "", "A"), "document"),
    ],
)
def test_a_kind_becomes_the_type_of_csl(reference: Reference, csl_type: str) -> None:
    assert to_csl(reference)["type"] == csl_type


def test_authors_and_journal_go_in_their_parts() -> None:
    item = to_csl(QUESTIONNAIRE.references["mu-2017"])
    assert item["author"][0] == {"family": "Mu", "given": "Q"}
    assert (item["container-title"], item["volume"], item["page"]) == ("Front Immunol", "8", "598")
    assert item["issued"] == {"date-parts": [[2017]]}


def test_a_journal_with_its_numbers_under_one_key_is_taken_apart() -> None:
    older = Reference("a", "Desai MS et al.", "A", 2016, "Cell 167(5):1339-1353")
    keys = from_csl(to_csl(older))
    assert [keys[key] for key in ("journal", "volume", "issue", "pages")] == ["Cell", "167", "5", "1339-1353"]
    assert keys["authors"] == "Desai MS, et al."


def test_a_publisher_goes_with_its_place() -> None:
    item = to_csl(QUESTIONNAIRE.references["who-2015"])
    assert (item["publisher-place"], item["publisher"]) == ("Geneva", "World Health Organization")


def test_a_paper_of_a_reference_manager_is_written_as_the_report_prints_it() -> None:
    assert from_csl(DESAI) == {
        "authors": "Desai MS, Seekatz AM",
        "title": "A Dietary Fiber-Deprived Gut Microbiota",
        "year": 2016,
        "journal": "Cell",
        "volume": "167",
        "issue": "5",
        "pages": "1339-1353",
        "doi": "10.1016/j.cell.2016.10.043",
    }


def test_of_more_than_six_authors_six_are_named() -> None:
    many = [{"family": f"A{number}", "given": "B"} for number in range(8)]
    assert from_csl({"author": many})["authors"] == "A0 B, A1 B, A2 B, A3 B, A4 B, A5 B, et al."
    assert from_csl({"author": [{"literal": "WHO"}]})["authors"] == "WHO"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ({"citation-key": "desai2016"}, "desai2016"),
        (DESAI, "desai-2016"),
        ({"id": "12", "title": "Food, in tables"}, "food-in-tables"),
        ({}, "reference"),
    ],
)
def test_a_new_paper_gets_an_id(item: dict[str, object], name: str) -> None:
    assert csl_id(item) == name


def test_a_known_paper_is_found_by_its_doi_and_only_its_block_changes() -> None:
    merged = merge_references(TEXT, QUESTIONNAIRE.references, [DESAI])
    assert (merged.added, merged.changed) == ((), ("desai-2016",))
    new = load(merged.text)
    assert new.references["desai-2016"].pages == "1339-1353"
    assert new.references["desai-2016"].checked == "V"
    assert new.references["desai-2016"].note == QUESTIONNAIRE.references["desai-2016"].note
    changed = set(merged.text.split("\n")) - set(TEXT.split("\n"))
    assert len(changed) == 3


def test_what_was_exported_changes_nothing() -> None:
    items = [to_csl(one) for one in QUESTIONNAIRE.references.values()]
    assert merge_references(TEXT, QUESTIONNAIRE.references, items).text == TEXT


def test_a_new_paper_is_added_at_the_end_and_long_titles_take_several_lines() -> None:
    title = 'Words and "quotes" ' * 20
    end = SMALL.index("[words]")
    text = f"{SMALL[end:]}\n{SMALL[:end]}".replace('version = "1"\ntitle = "Small"\nlanguage = "en"\n', "")
    text = f'version = "1"\ntitle = "Small"\nlanguage = "en"\n{text}'
    merged = merge_references(text, load(text).references, [{**DESAI, "title": title, "note": "New."}])
    assert merged.added == ("desai-2016",)
    assert max(map(len, merged.text.split("\n"))) < 160
    assert load(merged.text).references["desai-2016"].title == title.strip()
    assert load(merged.text).references["desai-2016"].note == "New."
