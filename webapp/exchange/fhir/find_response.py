"""Finding the one QuestionnaireResponse in a Bundle."""

from collections.abc import Iterator, Mapping
from typing import Any

RESPONSE, BUNDLE = "QuestionnaireResponse", "Bundle"


class NotOneResponseError(ValueError):
    """A Bundle without a response, or with several. The message says which."""


def find_response(resource: object) -> object:
    """Return the response in a Bundle; any other resource as it is. Raise NotOneResponseError."""
    if not isinstance(resource, Mapping) or resource.get("resourceType") != BUNDLE:
        return resource
    changing = next((one for one in (resource, *_entries(resource)) if _changes(one)), None)
    if changing is not None:
        raise NotOneResponseError(
            "The Bundle has an element that may change what it means, and is not understood."
        )
    found = [one for one in _resources(resource) if one.get("resourceType") == RESPONSE]
    if not found:
        raise NotOneResponseError(f"This is a Bundle without a {RESPONSE}: there are no answers in it.")
    if len(found) > 1:
        raise NotOneResponseError(
            f"This is a Bundle with {len(found)} {RESPONSE}s. One person's answers at a time can be read."
        )
    return found[0]


def _changes(holder: Mapping[str, Any]) -> bool:
    return bool(holder.get("implicitRules") or holder.get("modifierExtension"))


def _entries(bundle: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    entries = bundle.get("entry")
    yield from (one for one in entries if isinstance(one, Mapping)) if isinstance(entries, list) else ()


def _resources(bundle: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    inside = (entry.get("resource") for entry in _entries(bundle))
    yield from (one for one in inside if isinstance(one, Mapping))
