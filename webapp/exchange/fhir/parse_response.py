"""Parsing a QuestionnaireResponse from outside into answers, or into everything that is wrong with it."""

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
    is_ours,
    questionnaire_name,
    section_link,
)
from webapp.exchange.fhir.parse_answer import UnreadableError, parse_answer, quote_value
from webapp.questionnaire.model import Questionnaire

FINISHED, IN_PROGRESS = ("completed", "amended"), "in-progress"
STATUSES = (*FINISHED, IN_PROGRESS)
YEARS = range(1900, 9999)  # years that exist in every time zone

DATE_LENGTHS = (4, 7, 10)  # lengths of "2025", "2025-05" and "2025-05-01"
MOST_ITEMS = 5_000  # items that are read: many times those of any questionnaire, and few enough to be quick
MOST_PROBLEMS = 50  # sentences in one refusal


class ResponseErrors(Exception):  # noqa: N818  # several errors in one
    """Everything that is wrong with one response, as sentences."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class ResponseOrigin:
    """What a response says of its questionnaire, submission and time; "" or None where it says nothing.

    `name` is the last part of the questionnaire's address, and `digest` that of the questionnaire's text.
    `authored` is an aware time; where only a day, month or year is known, `day` holds it ("2025-05-01",
    "2025-05", "2025").
    """

    name: str = ""
    version: str = ""
    digest: str = ""
    reference: str = ""
    authored: datetime | None = None
    day: str = ""
    is_finished: bool = True


def parse_origin(response: UntrustedResource) -> ResponseOrigin:
    """Parse what decides about the version of the questionnaire, and the time. Never raises."""
    response = _mapping(response)
    address, _, version = _canonical(response).partition("|")
    return ResponseOrigin(
        address.rpartition("/")[2],
        version,
        next(_digests(response), ""),
        next(_references(response), ""),
        *parse_authored(response.get("authored")),
        is_finished=response.get("status") != IN_PROGRESS,
    )


def parse_response(response: UntrustedResource, questionnaire: Questionnaire) -> dict[str, object]:
    """Return the answers by question id, ready for JSON. Raise ResponseErrors with all problems.

    The base of the addresses does not matter: answers may come from another clinic with this questionnaire.
    Calculated values are ignored: they are calculated again.
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
        if not is_ours(origin.name):
            found = quote_value(origin.name) or "no questionnaire that is named"
            self.problems.append(f"These answers are to {found}, not to {name}.")
        elif origin.version not in ("", version):
            found = quote_value(origin.version)
            self.problems.append(
                f"These answers are to version {found} of the questionnaire, not to {version}."
            )

    def read_items(self, response: UntrustedResource) -> None:
        """Read every item, at any depth: clients nest items differently."""
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
        """Yield every item, first to last; without recursion, because the sender chooses the depth."""
        waiting = [(True, one) for one in reversed(self._below(response))]
        while waiting:
            is_item, holder = waiting.pop()
            if is_item:
                yield _mapping(holder)
            below = [(False, one) for one in _list(_mapping(holder).get("answer"))]
            below += [(True, one) for one in self._below(_mapping(holder))]
            waiting += reversed(below)

    def _below(self, holder: UntrustedResource) -> list[Any]:
        """Return the items right below, and note a problem where they are no list."""
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
        """Return the valid answers, and note numbers out of range and options that exclude each other."""
        try:
            return validate_answers(self.questionnaire, self.found).to_json()
        except AnswerErrors as errors:
            self.problems += [f"{one.question}: {one.message}." for one in errors.problems]
            return {}


def _silent_links(questionnaire: Questionnaire) -> list[object]:
    """Return the linkIds of items without an answer. A list: an unhashable value may be looked up in it."""
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
    """Return the address of the questionnaire; for a contained one, the address that it gives itself."""
    text = _text(response.get("questionnaire"))
    if not text.startswith("#"):
        return text
    inside = (one for one in map(_mapping, _list(response.get("contained"))) if one.get("id") == text[1:])
    one = next(inside, {})
    address, version = _text(one.get("url")), _text(one.get("version"))
    return address if "|" in address else f"{address}|{version}"


def _references(response: UntrustedResource) -> Iterator[str]:
    """Yield the identifiers, references of our own system first; FHIR R5 allows several."""
    found = response.get("identifier")
    all_of = map(_mapping, found if isinstance(found, list) else [found])
    valid = [one for one in all_of if one.get("use") != "old"]
    for one in sorted(valid, key=lambda one: not _text(one.get("system")).endswith(f"/{SUBMISSIONS}")):
        yield _text(one.get("value"))


def parse_authored(value: object) -> tuple[datetime | None, str]:
    """Parse a FHIR dateTime: an aware time, or the known part of a date (all that a naive time gives)."""
    text = _text(value)
    if "T" in text:
        time = _moment(text)
        return (time, "") if time else (None, parse_partial_date(text.partition("T")[0]))
    return None, parse_partial_date(text)


def _moment(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo and time.year in YEARS else None


def parse_partial_date(text: str) -> str:
    """Return a day, month or year in FHIR's form; "" for anything else."""
    try:
        first = date.fromisoformat(text + "0001-01-01"[len(text) :])
    except ValueError:
        return ""
    is_written_so = first.isoformat().startswith(text) and len(text) in DATE_LENGTHS
    return text if is_written_so and first.year in YEARS else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> UntrustedResource:
    return value if isinstance(value, Mapping) else {}
