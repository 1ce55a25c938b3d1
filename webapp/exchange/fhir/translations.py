"""The words of a Questionnaire in further languages, as FHIR's translation extensions."""

from collections.abc import Mapping
from itertools import starmap
from typing import Any

from webapp.exchange.fhir.addresses import CORE, Resource, extension

TRANSLATION = f"{CORE}translation"

READ = frozenset({"title", "text", "display"})
"""Keys of words that people read."""

CODED = "code"
"""The key of an item's codes: programs read these."""


def with_translations(resource: Resource, others: Mapping[str, Resource]) -> Resource:
    """Return the Questionnaire with the words that the `others`, by language, have in the same places.

    Words that are the same in a language are not repeated.
    """
    made: Resource = {}
    for key, value in resource.items():
        there = {tag: other[key] for tag, other in others.items() if key in other}
        made[key] = value if key == CODED else _translated(value, there)
        differing = {tag: words for tag, words in there.items() if key in READ and words != value}
        if differing:
            made[f"_{key}"] = {"extension": list(starmap(_extension, differing.items()))}
    return made


def _translated(value: object, there: Mapping[str, Any]) -> object:
    if isinstance(value, dict):
        return with_translations(value, there)
    if isinstance(value, list):
        return [
            _translated(one, {tag: rows[at] for tag, rows in there.items()}) for at, one in enumerate(value)
        ]
    return value


def _extension(language: str, words: object) -> Resource:
    parts = [extension("lang", "Code", language), extension("content", "String", words)]
    return {"url": TRANSLATION, "extension": parts}
