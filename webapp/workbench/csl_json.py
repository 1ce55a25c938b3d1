"""References as CSL-JSON, the format of Zotero and other reference managers, and back.

https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

import re
from collections.abc import Mapping
from typing import Any

from webapp.questionnaire.references import Reference

CslItem = Mapping[str, Any]

ET_AL = "et al."
CSL_TYPES = {
    "": "document",
    "article": "article-journal",
    "guideline": "standard",
    "report": "report",
    "book": "book",
    "data": "dataset",
    "organisation": "report",
    "web": "webpage",
}
"""CSL types by the `kind` of a reference."""

MOST_AUTHORS = 6  # authors that are written before "et al." (Vancouver style)
JOURNAL = re.compile(r"(?P<name>.*?)(?: (?P<volume>\d+))?(?: ?\((?P<issue>[^)]+)\))?(?::(?P<page>\S+))?")
"""A journal with its volume and pages, as older files have it under one key."""

PUBLISHER = ("publisher-place", "publisher")
PERSON = re.compile(r"(?P<family>.+) (?P<given>[A-Z](?:-?[A-Z])*)")


def to_csl(reference: Reference) -> dict[str, Any]:
    """Return the CSL item of a reference."""
    place = _place(reference)
    town, _, publisher = reference.publisher.rpartition(": ")
    item = {
        "id": reference.id,
        "type": _type(reference),
        "title": reference.title,
        "author": _people(reference.authors),
        "issued": {"date-parts": [[reference.year]]} if reference.year else None,
        "container-title": place.get("name"),
        "volume": place.get("volume"),
        "issue": place.get("issue"),
        "page": place.get("page"),
        "publisher": publisher,
        "publisher-place": town,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "PMCID": reference.pmcid,
        "URL": reference.url,
        "note": reference.note,
    }
    return {key: value for key, value in item.items() if value}


def _place(reference: Reference) -> Mapping[str, str]:
    numbers = {"volume": reference.volume, "issue": reference.issue, "page": reference.pages}
    older = None if any(numbers.values()) else JOURNAL.fullmatch(reference.journal)
    return older.groupdict("") if older else {"name": reference.journal, **numbers}


def _type(reference: Reference) -> str:
    """Return the CSL type; of a reference without a kind, what its keys suggest."""
    guessed = "article" if reference.journal else "web" if reference.url else ""
    return CSL_TYPES[reference.kind or guessed]


def _people(authors: str) -> list[dict[str, str]]:
    names = authors.removesuffix(ET_AL).rstrip(", ").split(", ") if authors else []
    found = [PERSON.fullmatch(name) for name in names]
    if not all(found):
        return [{"literal": authors}]
    people = [person.groupdict() for person in found if person]
    return [*people, {"literal": ET_AL}] if authors.endswith(ET_AL) else people


def from_csl(item: CslItem) -> dict[str, str | int]:
    """Return the keys of `[[reference]]` that a CSL item has values for, without `id` and `note`."""
    year = next(iter(next(iter(item.get("issued", {}).get("date-parts", [])), [])), None)
    keys = {
        "authors": _authors(item.get("author", [])),
        "title": _plain(item.get("title")),
        "year": int(year) if year else None,
        "journal": _plain(item.get("container-title")),
        "volume": _plain(item.get("volume")),
        "issue": _plain(item.get("issue")),
        "pages": _plain(item.get("page")),
        "publisher": ": ".join(filter(None, (_plain(item.get(key)) for key in PUBLISHER))),
        "doi": _plain(item.get("DOI")).removeprefix("https://doi.org/"),
        "pmid": _plain(item.get("PMID")),
        "pmcid": _plain(item.get("PMCID")),
        "url": "" if item.get("DOI") else _plain(item.get("URL")),
    }
    return {key: value for key, value in keys.items() if value}


def csl_id(item: CslItem) -> str:
    """Return an id for a new reference: its citation key, or the first author and the year."""
    key = str(item.get("citation-key") or item.get("id", "")).lower()
    if re.fullmatch(r"[a-z0-9][a-z0-9_-]*", key) and not key.isdigit():
        return key
    first: Mapping[str, str] = next(iter(item.get("author", [])), {})
    name = first.get("family") or first.get("literal") or str(item.get("title", "reference"))
    word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "reference"
    return f"{word}-{year}" if (year := from_csl(item).get("year")) else word


def _plain(value: object) -> str:
    return " ".join(re.sub(r"</?\w+>", "", str(value or "")).split())


def _authors(people: list[Mapping[str, str]]) -> str:
    names = [_name(person) for person in people]
    if names[-1:] == [ET_AL]:
        return ", ".join((*names[:-1][:MOST_AUTHORS], ET_AL))
    return ", ".join(names if len(names) <= MOST_AUTHORS else (*names[:MOST_AUTHORS], ET_AL))


def _name(person: Mapping[str, str]) -> str:
    if "family" not in person:
        return person.get("literal", "")
    family = " ".join(filter(None, (person.get("non-dropping-particle"), person["family"])))
    given = person.get("given", "")
    if not given.isupper() or "." in given:
        given = "".join(re.findall(r"\b(\w)", given)).upper()
    return f"{family} {given}".strip()
