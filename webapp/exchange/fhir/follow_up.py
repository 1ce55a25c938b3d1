"""A follow-up in FHIR: its Questionnaire, derived from the whole, and the day of each older answer."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from hashlib import sha256

from webapp.assessment import Answers
from webapp.exchange.fhir.addresses import (
    MEASURES,
    Resource,
    UntrustedResource,
    addresses_of,
    extension,
    questionnaire_name,
)
from webapp.exchange.fhir.questionnaire import questionnaire_resource

ANSWERED_ON = "answered-on"
"""The name of our extension with the day of an answer that a follow-up took from last time."""

MARK = 8  # hex digits that tell one choice of questions from another

AnswerDays = Mapping[str, date]


def follow_up_questionnaire(answers: Answers, older: Collection[str], base_url: str) -> Resource:
    """Return the Questionnaire of what was asked again: without the questions whose answers are older.

    Its address is its own, and equal only where the same questions were asked.
    """
    asked = answers.questionnaire
    without = [one for one in asked.questions if one in older or not answers.is_shown(one)]
    whole = questionnaire_resource(asked, base_url=base_url, without=without)
    mark = sha256(" ".join(without).encode()).hexdigest()[:MARK]
    name = f"{questionnaire_name(asked.language)}-follow-up-{mark}"
    return {
        **{key: value for key, value in whole.items() if key != "identifier"},
        "id": name,
        "url": addresses_of(asked, base_url).of("Questionnaire", name),
        "derivedFrom": [f"{whole['url']}|{asked.version}"],
        "item": [one for one in whole["item"] if one["linkId"] != MEASURES],
    }


def with_days(response: Resource, older: AnswerDays, answers: Answers, base_url: str) -> Resource:
    """Return the response with the day of each older answer."""
    url = addresses_of(answers.questionnaire, base_url).of("StructureDefinition", ANSWERED_ON)

    def dated(item: Resource) -> Resource:
        if item["linkId"] not in older:
            return item
        day = extension(url, "Date", older[item["linkId"]].isoformat())
        return {**item, "extension": [*item.get("extension", ()), day]}

    groups = [{**group, "item": [dated(item) for item in group["item"]]} for group in response["item"]]
    return {**response, "item": groups}


def parse_days(response: UntrustedResource, answers: Answers) -> dict[str, date]:
    """Return the days of older answers; what is no such day is passed over, and counts as of today."""
    return {link: day for link, day in _days(response) if answers.is_shown(link)}


def _days(holder: object) -> Iterator[tuple[str, date]]:
    items = holder.get("item") if isinstance(holder, Mapping) else None
    for group in items if isinstance(items, list) else ():
        inside = group.get("item") if isinstance(group, Mapping) else None
        for item in inside if isinstance(inside, list) else ():
            day = _day(item) if isinstance(item, Mapping) else None
            if day:
                yield str(item.get("linkId")), day


def _day(item: UntrustedResource) -> date | None:
    extensions = item.get("extension")
    for one in extensions if isinstance(extensions, list) else ():
        if isinstance(one, Mapping) and str(one.get("url", "")).endswith(f"/{ANSWERED_ON}"):
            try:
                return date.fromisoformat(str(one.get("valueDate")))
            except ValueError:
                return None
    return None
