"""The numbers of a quarter as rows: for the screen, for paper and as a table of values."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.exchange.csv_cells import csv_cell
from webapp.exchange.csv_export import BOM
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.ranges import level_name
from webapp.statistics.form_flow import FormFlow
from webapp.statistics.quarter_numbers import CELLS, FACTOR, FLAG, GAP, NOT_ASKED, OPEN, QuarterNumbers
from webapp.web.admin.statistics_text import percent_of, place_names
from webapp.web.kit.i18n import gettext, localizer


@dataclass(frozen=True)
class CountedRow:
    """A named number of people; None is hidden."""

    title: str
    count: int | None


@dataclass(frozen=True)
class LevelCounts:
    """A factor, with the patients of each column."""

    title: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True)
class QuarterTable:
    """What is shown of the patients of a quarter, with titles of today's questionnaire where it has them."""

    people: int | None
    columns: tuple[str, ...]
    factors: tuple[LevelCounts, ...]
    flags: tuple[CountedRow, ...]
    gaps: tuple[CountedRow, ...]


def quarter_table(numbers: QuarterNumbers, questionnaire: Questionnaire) -> QuarterTable:
    """Return the rows: factors in the order of today's questionnaire, others with the most people first."""
    today: dict[str, dict[str, str]] = {
        FACTOR: {factor.id: factor.title for factor in questionnaire.factors.values()},
        FLAG: {flag.id: flag.title or flag.id for flag in questionnaire.safety},
        GAP: {question.id: question.short_name for question in questionnaire.questions.values()},
    }
    titles = {kind: known | _older(numbers, kind, known) for kind, known in today.items()}
    cells = [cell for cell in CELLS if cell != NOT_ASKED or _is_shown(numbers, cell)]
    order = [factor for factor in titles[FACTOR] if factor in numbers.levels]
    return QuarterTable(
        numbers.people,
        tuple(_cell_names()[cell] for cell in cells),
        tuple(
            LevelCounts(titles[FACTOR][factor], tuple(numbers.levels[factor].get(cell) for cell in cells))
            for factor in order
        ),
        _most_first(numbers.flags, titles[FLAG]),
        _most_first(numbers.gaps, titles[GAP]),
    )


def _older(numbers: QuarterNumbers, kind: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of what today's questionnaire does not have any more."""
    return {name: title for name, title in numbers.titles.get(kind, {}).items() if name not in known}


def _is_shown(numbers: QuarterNumbers, cell: str) -> bool:
    return any(levels.get(cell) is not None for levels in numbers.levels.values())


def _cell_names() -> Mapping[str, str]:
    levels = {level.word: level_name(level, localizer()) for level in Level}
    return {**levels, OPEN: gettext("not settled"), NOT_ASKED: gettext("not asked")}


def _most_first(counts: Mapping[str, int | None], titles: Mapping[str, str]) -> tuple[CountedRow, ...]:
    """Return the rows that are shown; a hidden one would only say that somebody is in it."""
    rows = [CountedRow(titles.get(name, name), count) for name, count in counts.items() if count is not None]
    return tuple(sorted(rows, key=lambda row: (-(row.count or 0), row.title)))


def csv_text(table: QuarterTable, flow: FormFlow, questionnaire: Questionnaire) -> str:
    """Return all numbers as CSV: part, name, group, number, per cent. What is hidden has neither number."""
    text = io.StringIO()
    write = csv.writer(text).writerow
    name = localizer().pgettext("of what is counted", "Name")
    number = localizer().pgettext("how many", "Number")
    write([gettext("Part"), name, gettext("Group"), number, gettext("Per cent")])
    for part, title, group, count, total in _lines(table, flow, questionnaire):
        shown = "" if count is None else count
        write([csv_cell(each) for each in (part, title, group, shown, percent_of(count, total))])
    return BOM + text.getvalue()


Line = tuple[str, str, str, int | None, int | None]


def _lines(table: QuarterTable, flow: FormFlow, questionnaire: Questionnaire) -> Iterator[Line]:
    yield gettext("Patients"), "", "", table.people, table.people
    for factor in table.factors:
        for column, count in zip(table.columns, factor.counts, strict=True):
            yield gettext("Factors"), factor.title, column, count, table.people
    for kind, rows in ((gettext("Safety flags"), table.flags), (gettext("Gaps"), table.gaps)):
        for row in rows:
            yield kind, row.title, "", row.count, table.people
    yield from _form_lines(flow, place_names(questionnaire))


def _form_lines(flow: FormFlow, places: Mapping[str, str]) -> Iterator[Line]:
    part = gettext("Forms")
    yield part, "", gettext("begun"), flow.begun, None
    yield part, "", gettext("finished"), flow.finished, flow.begun
    yield part, "", gettext("ended by an answer"), flow.ended, flow.begun
    for stop in flow.stops:
        place = places.get(stop.place, stop.place)
        yield part, place, gettext("left here"), stop.left, flow.begun
        yield part, place, gettext("came back here"), stop.returned, None
    for span in flow.finished_days:
        days = f"{span.first}/{span.last}"
        yield gettext("Forms by day"), days, gettext("begun"), span.begun, None
        yield gettext("Forms by day"), days, gettext("finished"), span.count, span.begun
    for span in flow.returned_days:
        yield gettext("Forms by day"), f"{span.first}/{span.last}", gettext("came back"), span.count, None
