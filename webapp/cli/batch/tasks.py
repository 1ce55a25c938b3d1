"""Tasks: from the lines of a file to their reports, a few at a time."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import islice

from webapp.assessment import AnswerErrors, validate_answers
from webapp.cli.answers.answers_file import derived_reference
from webapp.cli.answers.report_options import attachment_for
from webapp.cli.batch.lines import BatchLine
from webapp.prints import DocumentFactory
from webapp.prints.report_orders import ReportFailure, ReportOrder, ReportResult, make_report
from webapp.questionnaire.model import Questionnaire
from webapp.report.times import day_in, first_day
from webapp.report.views.documents import DocumentView

AHEAD = 2  # reports in progress for each process, so that no process waits for the next one


@dataclass(frozen=True)
class BatchOptions:
    """Options of all reports. `day` dates lines without one; without a `base_url`, no records.

    With `is_one_language` all reports are in the words of `questionnaire`; without it, those of answers that
    name their wording are in that one.
    """

    questionnaire: Questionnaire
    documents: DocumentFactory
    day: date
    edition: str
    paper: str
    base_url: str | None = None
    parts: str = ""
    is_one_language: bool = False

    def asked(self, line: BatchLine) -> Questionnaire:
        """Return the questionnaire in whose words the report of a line is."""
        return self.questionnaire if self.is_one_language else line.asked or self.questionnaire


@dataclass(frozen=True)
class Task:
    """The report of one line. `made_of` is a digest of all its inputs."""

    number: int
    reference: str
    name: str
    ordered: ReportOrder
    made_of: str


MakeReports = Callable[[Iterable[Task]], Iterator[tuple[Task, ReportResult]]]
"""Makes reports, in any order, while tasks come in."""


def prepare_task(line: BatchLine, name: str, wanted: BatchOptions) -> Task | ReportFailure:
    """Return the task of a line, or why it has none."""
    if line.problems:
        return ReportFailure(line.problems)
    asked = wanted.asked(line)
    try:
        answers = validate_answers(asked, {**wanted.documents.clinic.presets, **line.values})
    except AnswerErrors as error:
        return ReportFailure(tuple(f"{problem.question}: {problem.message}" for problem in error.problems))
    code = line.code or derived_reference(answers)
    occasion = wanted.documents.occasion_on(_day(line, wanted), code, wanted.edition, line.partial_date)
    occasion = replace(occasion, paper=wanted.paper, parts=wanted.parts)
    base_url = wanted.base_url
    record = None if base_url is None else attachment_for(answers, occasion, base_url, line.at)
    ordered = ReportOrder(answers, occasion, record)
    read = wanted.documents.for_staff(asked)
    return Task(line.number, line.reference, name, ordered, _made_of(ordered, read))


def _day(line: BatchLine, wanted: BatchOptions) -> date:
    if line.at:
        return day_in(wanted.documents.clinic, line.at)
    return first_day(line.partial_date) if line.partial_date else wanted.day


def render_locally(
    tasks: Iterable[Task], documents: DocumentFactory, pdf: Callable[[DocumentView], bytes], jobs: int
) -> Iterator[tuple[Task, ReportResult]]:
    """Make `jobs` reports at the same time. Closing the generator cancels the rest."""
    threads = ThreadPoolExecutor(jobs)
    try:
        yield from _in_turn(
            iter(tasks), lambda task: threads.submit(make_report, task.ordered, documents, pdf), jobs * AHEAD
        )
    finally:
        threads.shutdown(cancel_futures=True)


def _in_turn(
    coming: Iterator[Task], begin: Callable[[Task], Future[ReportResult]], most: int
) -> Iterator[tuple[Task, ReportResult]]:
    running: dict[Future[ReportResult], Task] = {}
    while True:
        running.update({begin(task): task for task in islice(coming, most - len(running))})
        if not running:
            return
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(done), done.result()


def _made_of(ordered: ReportOrder, read: Questionnaire) -> str:
    """Return the digest of an order, whose practitioner's part is in the words of `read`."""
    answers, words = ordered.answers, [ordered.answers.questionnaire.digest, read.digest]
    inputs = [*words, answers.to_json(), repr(ordered.occasion), repr(ordered.record)]
    return sha256(json.dumps(inputs).encode()).hexdigest()
