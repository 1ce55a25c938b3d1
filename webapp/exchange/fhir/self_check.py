"""Checks of our own resources that validators lack: dangling or duplicate links, unconfirmed codes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from webapp.exchange.fhir.addresses import LOINC, UntrustedResource
from webapp.exchange.fhir.codes import CONFIRMED_LOINC

LINK_IN_EXPRESSION = re.compile(r"linkId='([^']*)'")


def resource_problems(resource: UntrustedResource) -> tuple[str, ...]:
    """Return everything that is wrong with a Questionnaire, QuestionnaireResponse or Bundle of ours."""
    check = CHECKS.get(resource.get("resourceType", ""))
    return (*(check(resource) if check else ()), *_unconfirmed(resource))


def walk_items(resource: UntrustedResource) -> Iterator[UntrustedResource]:
    """Yield every item of a resource of ours, at any depth."""
    for item in resource.get("item", ()):
        yield item
        yield from walk_items(item)


def _questionnaire(resource: UntrustedResource) -> Iterator[str]:
    items = list(walk_items(resource))
    options = {item["linkId"]: set(_listed(item)) for item in items}
    yield from _twice("linkId", (item["linkId"] for item in items))
    for item in items:
        yield from _twice(f"option of {item['linkId']}", (str(one) for one in _listed(item)))
        yield from _tests(item, options)
        yield from _expressions(item, options)


def _tests(item: UntrustedResource, options: Mapping[str, set[tuple[str, str]]]) -> Iterator[str]:
    tests = item.get("enableWhen", ())
    if len(tests) > 1 and "enableBehavior" not in item:
        yield f"{item['linkId']}: several conditions, and nothing says whether all must hold."
    for test in tests:
        asked, coding = test["question"], test.get("answerCoding")
        if asked not in options:
            yield f"{item['linkId']}: it hangs on {asked}, which is no item."
        elif coding and (coding["system"], coding["code"]) not in options[asked]:
            yield f"{item['linkId']}: it hangs on {coding['code']}, which is no option of {asked}."


def _expressions(item: UntrustedResource, options: Mapping[str, object]) -> Iterator[str]:
    texts = [one["valueExpression"]["expression"] for one in _extensions(item) if "valueExpression" in one]
    for link in dict.fromkeys(link for text in texts for link in LINK_IN_EXPRESSION.findall(text)):
        if link not in options:
            yield f"{item['linkId']}: its expression reads {link}, which is no item."
    if item.get("enableWhen") and any("enableWhenExpression" in one["url"] for one in _extensions(item)):
        yield f"{item['linkId']}: it has two kinds of conditions."


def _response(resource: UntrustedResource) -> Iterator[str]:
    yield from _twice("linkId", (item["linkId"] for item in walk_items(resource)))


def _bundle(resource: UntrustedResource) -> Iterator[str]:
    urls = [entry["fullUrl"] for entry in resource["entry"]]
    yield from _twice("fullUrl", urls)
    for reference in dict.fromkeys(_values(resource, "reference")):
        if reference not in urls:
            yield f"Nothing in the Bundle is {reference}."
    for entry in resource["entry"]:
        yield from resource_problems(entry["resource"])


CHECKS = {"Questionnaire": _questionnaire, "QuestionnaireResponse": _response, "Bundle": _bundle}


def _unconfirmed(resource: UntrustedResource) -> Iterator[str]:
    """Yield a sentence for each LOINC code that nobody looked up."""
    for item in walk_items(resource):
        for coding in [*item.get("code", ()), *_listed_codings(item)]:
            if coding["system"] == LOINC and coding["code"] not in CONFIRMED_LOINC:
                yield f"{item['linkId']}: nobody looked up the LOINC code {coding['code']}."


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"The {what} {name} is there {count} times."


def _listed(item: UntrustedResource) -> list[tuple[str, str]]:
    return [(coding["system"], coding["code"]) for coding in _listed_codings(item)]


def _listed_codings(item: UntrustedResource) -> list[UntrustedResource]:
    return [option["valueCoding"] for option in item.get("answerOption", ())]


def _extensions(item: UntrustedResource) -> list[UntrustedResource]:
    return list(item.get("extension", ()))


def _values(piece: object, key: str) -> Iterator[str]:
    if isinstance(piece, Mapping):
        if isinstance(piece.get(key), str):
            yield piece[key]
        piece = list(piece.values())
    for below in piece if isinstance(piece, list) else ():
        yield from _values(below, key)
