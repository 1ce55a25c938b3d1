"""A QuestionnaireResponse from outside, back to answers: what is refused, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from webapp.assessment import AnswerErrors, validate_answers
from webapp.exchange.fhir.addresses import (
    DIGESTS,
    MEASURES,
    SUBMISSIONS,
    UntrustedResource,
    questionnaire_name,
    section_link,
)
from webapp.exchange.fhir.parse_answer import UnreadableError, parse_answer, quote_value
from webapp.questionnaire.model import Questionnaire

FINISHED, IN_PROGRESS = ("completed", "amended"), "in-progress"
STATUSES = (*FINISHED, IN_PROGRESS)
YEARS = range(1900, 9999)
"""What can be a year, and stays one in every time zone."""

DATE_LENGTHS = (4, 7, 10)
"""Signs of a year, a month and a day."""

MOST_ITEMS = 5_000
"""Items looked at: many times those of any questionnaire, and few enough to be quick."""

MOST_PROBLEMS = 50
"""Sentences that one refusal holds."""


class ResponseErrors(Exception):  # noqa: N818  # several errors in one
    """Everything that is wrong with one response, as sentences."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class ResponseOrigin:
    """What a response says of itself; "" or None where it does not say it.

    `name` is the last part of the questionnaire's address, and `digest` that of the questionnaire's text.
    `authored` is a moment; where only a day, month or year is told, `day` has it ("2025-05-01", "2025-05",
    "2025").
    """

    name: str = ""
    version: str = ""
    digest: str = ""
    reference: str = ""
    authored: datetime | None = None
    day: str = ""
    is_finished: bool = True


def parse_origin(response: UntrustedResource) -> ResponseOrigin:
    """What the response says of itself, to choose the version of the questionnaire by. Never raises."""
    response = _mapping(response)
    address, _, version = _canonical(response).partition("|")
    return ResponseOrigin(
        address.rpartition("/")[2],
        version,
        next(_digests(response), ""),
        next(_references(response), ""),
        *_authored(response.get("authored")),
        is_finished=response.get("status") != IN_PROGRESS,
    )


def parse_answers(response: UntrustedResource, questionnaire: Questionnaire) -> dict[str, object]:
    """The answers that count, as `accept` and JSON take them. Raises ResponseErrors with all problems.

    The base of the addresses does not matter: answers may come from another clinic with this questionnaire.
    Values that were worked out are ignored, for they are worked out anew.
    """
    reader, response = _ResponseReader(questionnaire), _mapping(response)
    reader.check_head(response)
    reader.read_items(response)
    outside = reader.accepted()
    if reader.problems:
        raise ResponseErrors(_bounded(reader.problems))
    return outside


@dataclass
class _ResponseReader:
    questionnaire: Questionnaire
    found: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def check_head(self, response: UntrustedResource) -> None:
        kind, status = response.get("resourceType"), response.get("status")
        if kind != "QuestionnaireResponse":
            self.problems.append(f"This is no QuestionnaireResponse, but {quote_value(kind)}.")
        if status not in STATUSES:
            self.problems.append(
                f"The status must be completed, amended or in-progress, not {quote_value(status)}."
            )
        self._check_origin(parse_origin(response))

    def _check_origin(self, origin: ResponseOrigin) -> None:
        name, version = questionnaire_name(self.questionnaire.language), self.questionnaire.version
        if origin.name != name:
            told = quote_value(origin.name) or "no questionnaire that is named"
            self.problems.append(f"These answers are to {told}, not to {name}.")
        elif origin.version not in ("", version):
            told = quote_value(origin.version)
            self.problems.append(
                f"These answers are to version {told} of the questionnaire, not to {version}."
            )

    def read_items(self, response: UntrustedResource) -> None:
        """Read every item, wherever it is nested: clients differ in that."""
        silent = _silent_links(self.questionnaire)
        for count, item in enumerate(self._items(response)):
            if count == MOST_ITEMS:
                self.problems.append(f"There are more than {MOST_ITEMS} items.")
                return
            link = item.get("linkId")
            if not isinstance(link, str) or link not in self.questionnaire.questions:
                if link not in silent:
                    self.problems.append(f"No question has the linkId {quote_value(link)}.")
            elif link in self.found:
                self.problems.append(f"{link}: this question is there twice.")
            else:
                self._read(link, item)

    def _items(self, response: UntrustedResource) -> Iterator[UntrustedResource]:
        """Every item, first to last; without recursion, because the depth is the sender's choice."""
        waiting = [(True, one) for one in reversed(self._below(response))]
        while waiting:
            is_item, holder = waiting.pop()
            if is_item:
                yield _mapping(holder)
            below = [(False, one) for one in _list(_mapping(holder).get("answer"))]
            below += [(True, one) for one in self._below(_mapping(holder))]
            waiting += reversed(below)

    def _below(self, holder: UntrustedResource) -> list[Any]:
        """The items right below; what is no list would be lost without a word."""
        found = holder.get("item")
        if not isinstance(found, list | None):
            self.problems.append("What is called item must be a list.")
        return _list(found)

    def _read(self, link: str, item: UntrustedResource) -> None:
        self.found[link] = None
        try:
            self.found[link] = parse_answer(self.questionnaire.questions[link], item)
        except UnreadableError as error:
            self.problems.append(f"{link}: {error}.")

    def accepted(self) -> dict[str, object]:
        """The answers that count; books a number out of range, or two options that exclude each other."""
        try:
            return validate_answers(self.questionnaire, self.found).to_json()
        except AnswerErrors as errors:
            self.problems += [f"{one.question}: {one.message}." for one in errors.problems]
            return {}


def _silent_links(questionnaire: Questionnaire) -> list[object]:
    """The items that hold no answer of a person. A list: what is looked for in it may be anything."""
    sections = [section_link(section) for section in questionnaire.sections]
    intros = [f"{section}.intro" for section in sections]
    helps = [f"{question}.help" for question in questionnaire.questions]
    return [MEASURES, *questionnaire.measures, *sections, *intros, *helps]


def _bounded(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], *([f"There are {more} more problems."] if more > 0 else []))


def _digests(response: UntrustedResource) -> Iterator[str]:
    for tag in _list(_mapping(response.get("meta")).get("tag")):
        system, code = _mapping(tag).get("system"), _mapping(tag).get("code")
        if isinstance(system, str) and system.endswith(f"/{DIGESTS}") and isinstance(code, str):
            yield code


def _canonical(response: UntrustedResource) -> str:
    """The address of the questionnaire; of one that is contained, the address that it says of itself."""
    told = _text(response.get("questionnaire"))
    if not told.startswith("#"):
        return told
    inside = (one for one in map(_mapping, _list(response.get("contained"))) if one.get("id") == told[1:])
    one = next(inside, {})
    address, version = _text(one.get("url")), _text(one.get("version"))
    return address if "|" in address else f"{address}|{version}"


def _references(response: UntrustedResource) -> Iterator[str]:
    """The codes that it is known by, those of its own system first; R5 has several identifiers."""
    told = response.get("identifier")
    all_of = map(_mapping, told if isinstance(told, list) else [told])
    valid = [one for one in all_of if one.get("use") != "old"]
    for one in sorted(valid, key=lambda one: not _text(one.get("system")).endswith(f"/{SUBMISSIONS}")):
        yield _text(one.get("value"))


def _authored(value: object) -> tuple[datetime | None, str]:
    """The moment, or as much of the day as FHIR's dateTime tells; a time without a zone tells its day."""
    told = _text(value)
    if "T" in told:
        time = _moment(told)
        return (time, "") if time else (None, parse_partial_date(told.partition("T")[0]))
    return None, parse_partial_date(told)


def _moment(told: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(told)
    except ValueError:
        return None
    return time if time.tzinfo and time.year in YEARS else None


def parse_partial_date(told: str) -> str:
    """A day, month or year as FHIR writes it; "" for what is none."""
    try:
        first = date.fromisoformat(told + "0001-01-01"[len(told) :])
    except ValueError:
        return ""
    is_written_so = first.isoformat().startswith(told) and len(told) in DATE_LENGTHS
    return told if is_written_so and first.year in YEARS else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> UntrustedResource:
    return value if isinstance(value, Mapping) else {}
