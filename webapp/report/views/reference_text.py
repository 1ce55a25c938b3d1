"""A reference in words: in Vancouver style, with at most three authors, and where it is found."""

from collections.abc import Iterator
from urllib.parse import quote

from webapp.questionnaire.references import Reference
from webapp.report.views.model import SourceLink

MOST_AUTHORS = 3
ET_AL = "et al."
NO_BREAK = "\N{NO-BREAK SPACE}"


def full_text(reference: Reference) -> str:
    """Return authors, title, journal or publisher, year, volume, pages and details, as far as known."""
    parts = (
        "; ".join(_first_three(group) for group in reference.authors.split("; ")),
        reference.title,
        _published(reference),
        reference.details,
    )
    return " ".join(_as_sentence(part) for part in parts if part)


def brief_text(reference: Reference) -> str:
    """Return the first author, the title, the journal or publisher, and the year, as far as known."""
    published = ". " if reference.journal else "; "
    place = reference.journal or reference.publisher
    year = "" if reference.year is None else str(reference.year)
    parts = (_first_author(reference), reference.title, published.join(filter(None, (place, year))))
    return " ".join(_as_sentence(part) for part in parts if part)


def short_text(reference: Reference) -> str:
    """Return the short name or the first author's family name, else the title, and the year."""
    group = reference.authors.partition("; ")[0]
    first, *others = _people(group) or [group]
    family = first.rpartition(" ")[0] if first != group or _has_initials(first) else group
    name = f"{family} {ET_AL}" if others else family
    known = reference.short or name or reference.title
    return " ".join(str(part) for part in (known, reference.year) if part)


def links(reference: Reference) -> tuple[SourceLink, ...]:
    """Return the DOI and the PMID, or else the PMCID, or else the web address."""
    return tuple(_identifiers(reference)) or tuple(_addresses(reference))


def _identifiers(reference: Reference) -> Iterator[SourceLink]:
    if reference.doi:
        yield SourceLink(f"doi:{reference.doi}", f"https://doi.org/{quote(reference.doi)}")
    if reference.pmid:
        yield SourceLink(
            f"PMID{NO_BREAK}{reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{quote(reference.pmid)}/"
        )


def _addresses(reference: Reference) -> Iterator[SourceLink]:
    if reference.pmcid:
        address = f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(reference.pmcid)}/"
        yield SourceLink(f"PMCID{NO_BREAK}{reference.pmcid}", address)
    elif reference.url:
        shown = reference.url.removeprefix("https://").removeprefix("www.")
        yield SourceLink(shown, reference.url if reference.url.startswith("https://") else "")


def _as_sentence(part: str) -> str:
    return part if part[-1] in ".?!" else f"{part}."


def _first_author(reference: Reference) -> str:
    """Return the first author, with "et al." for any others; a group has its name."""
    group = reference.authors.partition("; ")[0]
    first, *others = _people(group) or [group]
    return f"{first} {ET_AL}" if others else first


def _first_three(group: str) -> str:
    people = [name for name in _people(group) if name != ET_AL]
    return ", ".join((*people[:MOST_AUTHORS], ET_AL)) if len(people) > MOST_AUTHORS else group


def _people(group: str) -> list[str]:
    """Return the names if all are people such as "Desai MS"; the name of a group may have commas, too."""
    names = group.split(", ")
    return names if all(name == ET_AL or _has_initials(name) for name in names) else []


def _has_initials(name: str) -> bool:
    family, _, initials = name.rpartition(" ")
    return bool(family) and initials.isupper()


def _published(reference: Reference) -> str:
    year = "" if reference.year is None else str(reference.year)
    if not reference.journal:
        return "; ".join(part for part in (reference.publisher, year) if part)
    volume = f"{reference.volume}{f'({reference.issue})' if reference.issue else ''}"
    numbers = f"{volume}{f':{reference.pages}' if reference.pages else ''}"
    date = f"{year}{';' if year and volume else ''}{numbers}"
    return f"{reference.journal}. {date}" if date else reference.journal
