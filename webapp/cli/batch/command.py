"""The command: options, progress bar and summary."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from time import sleep
from typing import Unpack

import click

from webapp.cli.answers.answers_file import questions_option, stored_questionnaire_of
from webapp.cli.answers.report_options import ReportOptions, report_options
from webapp.cli.batch.lines import LineWordings, count_lines, read_lines
from webapp.cli.batch.output_folder import FolderRefused, OutputFolder
from webapp.cli.batch.run import PROBLEMS, BatchTally, Run
from webapp.cli.batch.tasks import BatchOptions, MakeReports, render_locally
from webapp.cli.batch.text_rows import FileRefused
from webapp.cli.batch.workers import QueueWorkers
from webapp.cli.clock import utc_now
from webapp.cli.documents import documents_of_file
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with, settings_from
from webapp.cli.instance import clinic_for_reports, existing_store
from webapp.cli.served import language_option, load_served, questionnaire_in
from webapp.cli.signals import sigterm_as_ctrl_c
from webapp.cli.worker import exit_on_missing_queue
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.prints import DocumentFactory
from webapp.prints.queue_dispatcher import QueueDispatcher
from webapp.questionnaire.model import Questionnaire
from webapp.report import RenderPool
from webapp.report.times import day_in

STOPPED = 130  # the exit code of shells for a command that was stopped by Ctrl+C: 128 + SIGINT
MOST_SHOWN = 50  # messages on the screen; the table has all of them
TABLES = (".csv",)
LINES = (".ndjson", ".jsonl")

_SILENCE = "\nNothing comes back. Is a worker running? Start one: gutfactors worker"


@click.command()
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the reports. It is made if it is not there.",
)
@questions_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Reports at the same time, each in a process of its own: as many as this machine has cores.",
)
@click.option(
    "--queue", is_flag=True, help="Let the workers that share the database make them, wherever they are."
)
@language_option
@report_options("that of the line, or the day on which the batch was begun")
def batch(
    answers: Path,
    output: Path,
    questions: Path | None,
    jobs: int,
    queue: bool,
    language: str | None,
    **options: Unpack[ReportOptions],
) -> None:
    """Write a report for each line of ANSWERS into a folder.

    ANSWERS is a .csv table whose columns are question ids, or a .ndjson file with one JSON object a line,
    as `report` takes it. A column (or key) "reference" names the files. Stopped, the same command goes on:
    what is made is not made again.
    """
    is_table = _is_table(answers)
    settings = settings_from({})
    served = load_served(questions)
    clinic = clinic_for_reports(settings, served)
    questionnaire = questionnaire_in(served, clinic, language)
    documents = documents_of_file(settings, served, clinic, questionnaire)
    with sigterm_as_ctrl_c(), _folder(output, day_in(clinic, utc_now())) as folder:
        wanted = _batch_options(questionnaire, documents, folder.day, options)
        run = Run(folder, replace(wanted, is_one_language=language is not None))
        with _by_workers(served) if queue else _locally(documents, jobs) as make:
            wordings = LineWordings(questionnaire, cache(partial(_wording, served)))
            _go_through(answers, run, make, wordings, is_table=is_table)
    _summarise(run.tally, output)


def _batch_options(
    questionnaire: Questionnaire, documents: DocumentFactory, begun: date, options: ReportOptions
) -> BatchOptions:
    day = options["day"].date() if options["day"] else begun
    base_url = None if options["without_record"] else documents.fhir_base
    paper = options["paper"] or documents.clinic.paper
    edition = "large" if options["large_print"] else "standard"
    return BatchOptions(questionnaire, documents, day, edition, paper, base_url, options["parts"] or "")


@contextmanager
def _locally(documents: DocumentFactory, jobs: int) -> Iterator[MakeReports]:
    with RenderPool(jobs) as pool:
        yield partial(render_locally, documents=documents, pdf=pool.pdf, jobs=jobs)


@contextmanager
def _by_workers(served: ServedQuestionnaires) -> Iterator[MakeReports]:
    with exit_on_missing_queue():
        queue = QueueDispatcher(settings_from({}).database_url)
    with existing_store(None) as store:
        queue.prepare(store)
        store.questionnaires.save_all(served.texts, served.source.version, utc_now())
        yield QueueWorkers(store, queue, utc_now, sleep, partial(click.echo, _SILENCE, err=True)).made


def _is_table(path: Path) -> bool:
    ending = path.suffix.lower()
    if ending not in TABLES + LINES:
        exit_with(
            [f"{path}: the name must end in {', '.join(TABLES + LINES)}, which says how it is written"],
            BAD_INPUT,
        )
    return ending in TABLES


@contextmanager
def _folder(path: Path, today: date) -> Iterator[OutputFolder]:
    try:
        with closing(OutputFolder(path, today)) as folder:
            yield folder
    except FolderRefused as error:
        exit_with([str(error)], BAD_INPUT)
    except OSError as error:
        exit_with([f"{error.filename or path}: {error.strerror}", _GO_ON], FAILURE)


_GO_ON = "What was made is whole. The same command goes on where this one stopped."


def _wording(served: ServedQuestionnaires, digest: str) -> Questionnaire | None:
    """Return the questionnaire with this digest: today's in any language, or one that the instance stores."""
    try:
        return served.with_digest(digest) or stored_questionnaire_of(digest)
    except LookupError:
        return None


def _go_through(
    answers: Path, run: Run, make: MakeReports, wordings: LineWordings, *, is_table: bool
) -> None:
    total = 0
    with answers.open("rb") as counted, answers.open("rb") as file:
        try:
            total = count_lines(counted, is_table=is_table)
            _show(run.through(read_lines(file, wordings, is_table=is_table), make), total)
        except FileRefused as error:
            exit_with((f"{answers}: {sentence}" for sentence in error.sentences), BAD_INPUT)
        except KeyboardInterrupt:
            exit_with(["", f"Stopped after {run.tally.lines} of {total} lines. {_GO_ON}"], STOPPED)
    run.write_problems()


def _show(tallies: Iterator[BatchTally], total: int) -> None:
    with click.progressbar(length=total, label="Reports", file=sys.stderr) as bar:
        for tally in tallies:
            bar.update(tally.lines - bar.pos)


def _first(sentences: Iterable[str]) -> list[str]:
    """Return as many sentences as the screen shows, and how many more there are."""
    found = list(sentences)
    more = [f"and {len(found) - MOST_SHOWN} more"] if len(found) > MOST_SHOWN else []
    return found[:MOST_SHOWN] + more


def _summarise(tally: BatchTally, folder: Path) -> None:
    counts = f"made {tally.made}, there already {tally.unchanged}, lines without {len(tally.problems)}"
    click.echo(f"{folder.absolute()}: {counts}.")
    for warning in _first(tally.warnings()):
        click.echo(warning, err=True)
    if not tally.problems:
        return
    shown = _first(tally.sentences())
    table = folder / PROBLEMS
    shown.append(f"All of this is in {table}. Mend these lines, and run the same command again for them.")
    exit_with(shown, FAILURE if tally.is_our_fault else BAD_INPUT)
