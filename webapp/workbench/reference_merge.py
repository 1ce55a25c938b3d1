"""References of a reference manager, written into the text of a questionnaire."""

import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.questionnaire.references import Reference
from webapp.workbench.csl_json import CslItem, csl_id, from_csl

WIDTH = 110
BLOCK = re.compile(r'^\[\[reference\]\]\nid = "([^"]+)"\n(?:(?![\[#])[^\n]+\n)*', re.MULTILINE)
"""A reference in the file: its lines up to a blank line, a comment or the next table."""

KEYS = (
    *(
        "id",
        "authors",
        "title",
        "year",
        "journal",
        "volume",
        "issue",
        "pages",
        "publisher",
        "details",
        "short",
    ),
    *("kind", "doi", "pmid", "pmcid", "url", "note", "checked"),
)
"""The keys of a reference, in the order in which they are written."""


@dataclass(frozen=True)
class MergedReferences:
    """The new text, and the ids of what was added to it and changed in it."""

    text: str
    added: tuple[str, ...]
    changed: tuple[str, ...]


def merge_references(text: str, known: Mapping[str, Reference], items: Iterable[CslItem]) -> MergedReferences:
    """Return the text with these items in it.

    An item is the reference with its id, DOI or PMID; it changes the keys that it has values for. Others are
    added at the end. No reference is taken out.
    """
    added, changed = [], []
    for item in items:
        keys = from_csl(item)
        name = _known_id(item, keys, known)
        if name is None:
            name = csl_id(item)
            text = f"{text.rstrip()}\n\n{_written({'id': name, **keys, 'note': str(item.get('note', ''))})}"
            added.append(name)
        elif any(getattr(known[name], key) != value for key, value in keys.items()):
            text = BLOCK.sub(lambda found, name=name, keys=keys: _updated(found, name, keys), text)  # type: ignore[misc]
            changed.append(name)
    return MergedReferences(text, tuple(added), tuple(changed))


def _known_id(item: CslItem, keys: Mapping[str, str | int], known: Mapping[str, Reference]) -> str | None:
    for one in known.values():
        if one.id in (item.get("id"), item.get("citation-key")):
            return one.id
        if (one.doi and one.doi == keys.get("doi")) or (one.pmid and one.pmid == keys.get("pmid")):
            return one.id
    return None


def _updated(block: re.Match[str], name: str, keys: Mapping[str, str | int]) -> str:
    if block[1] != name:
        return block[0]
    lines = dict(re.findall(r'^(\w+) = ("""(?:.|\n)*?"""|[^\n]*)\n', block[0], re.MULTILINE))
    lines |= {key: _value(value) for key, value in keys.items()}
    return "[[reference]]\n" + "".join(f"{key} = {lines[key]}\n" for key in KEYS if key in lines)


def _written(keys: Mapping[str, str | int]) -> str:
    lines = (f"{key} = {_value(keys[key])}\n" for key in KEYS if keys.get(key))
    return "[[reference]]\n" + "".join(lines)


def _value(value: str | int) -> str:
    """Return a TOML value; a long text over several lines."""
    if isinstance(value, int):
        return str(value)
    quoted = json.dumps(value, ensure_ascii=False)
    if len(quoted) <= WIDTH:
        return quoted
    lines = textwrap.wrap(quoted[1:-1], WIDTH, break_long_words=False, break_on_hyphens=False)
    return '"""\\\n  ' + " \\\n  ".join(lines) + '"""'
