"""Real workers on a real PostgreSQL: one is killed in the middle, and every report is there, once."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from pypdf import PdfReader

from tests.cli.command import line_of, run, small_questions, started
from tests.storage.postgres import PostgresServer
from tests.unit.questionnaire.small import SMALL
from webapp.assessment import validate_answers
from webapp.clinic import Clinic
from webapp.prints.job_runner import answers_part
from webapp.prints.queue_dispatcher import QueueDispatcher
from webapp.prints.report_orders import ReportOrder, unpack_results
from webapp.questionnaire.load import load
from webapp.report import Occasion
from webapp.storage import PrintJob, PrintTask, Store

PATIENCE = 120
EASY = SMALL.replace('text = "How much?"', 'text = "How much?"\n  easy.text = "How many?"')
CODES = [f"{letter}{letter}{letter}{letter}-{letter}{letter}" for letter in "346"]
NONSENSE = {"kind": "answers", "digest": load(EASY).digest, "reports": [5]}  # what no code expects
HOW = ("--date", "2026-10-06", "--language", "en-simple")

LEFT = b"SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'print a part'"
DOING = LEFT + b" AND status = 'doing'"


@contextmanager
def two_workers(folder: Path, url: str) -> Iterator[tuple[subprocess.Popen[str], subprocess.Popen[str]]]:
    """Start two workers at the same time, and wait until both are ready."""
    command = ("worker", "--heartbeat", "1", "--instance", folder)
    settings = {"DATABASE_URL": url, "QUESTIONS": small_questions(folder, EASY)}
    with (
        started(*command, cwd=folder, **settings) as first,
        started(*command, cwd=folder, **settings) as second,
    ):
        assert [line_of(each) for each in (first, second)] == ["The worker is ready.\n"] * 2
        yield first, second


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ordered(store: Store) -> PrintJob:
    """Three reports, each with a code of its own, each a part."""
    now, questionnaire = datetime.now(UTC), load(EASY)
    store.questionnaires.save(questionnaire.digest, questionnaire.version, EASY, now)
    answers = validate_answers(questionnaire, {"fruit": 3})
    reports = [ReportOrder(answers, Occasion(now.date(), code, Clinic()), None) for code in CODES]
    tasks = [answers_part([report]) for report in reports]
    return store.print_jobs.create("batch", tasks, "command", now)


def codes_in(store: Store, print_id: str) -> list[str]:
    """The code of each report of all files."""
    files = [
        store.print_jobs.get_file(print_id, number, datetime.now(UTC)) for number in range(1, len(CODES) + 1)
    ]
    pdfs = [made for file in files if file for made in unpack_results(file[0])]
    texts = (PdfReader(BytesIO(pdf)).pages[0].extract_text() for pdf in pdfs if isinstance(pdf, bytes))
    return [re.findall(r"\b[3-9A-Y]{4}-[3-9A-Y]{2}\b", text)[-1] for text in texts]


def how_many(queue: psycopg.Connection, query: bytes) -> int:
    row = queue.execute(query).fetchone()
    assert row
    return int(row[0])


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_report_is_there_once_when_a_worker_is_killed(
    postgres: PostgresServer, opening: Callable[[str], Store], tmp_path: Path
) -> None:
    url = postgres.new_database()
    store = opening(url)
    with psycopg.connect(url, autocommit=True) as queue, two_workers(tmp_path, url) as (first, second):
        made = ordered(store)
        poison = store.print_jobs.create("batch", [PrintTask(NONSENSE, 1)], "command", datetime.now(UTC))
        QueueDispatcher(url).send([part.id for part in (*made.parts, *poison.parts)])
        until(lambda: how_many(queue, DOING) == 2)
        assert store.health.report(datetime.now(UTC)).workers == 2
        first.send_signal(signal.SIGKILL)
        until(lambda: is_over(store, made.id))
        assert sorted(codes_in(store, made.id)) == CODES
        until(lambda: is_over(store, poison.id))
        until(lambda: how_many(queue, LEFT) == 0)
        the_command_gets_its_reports_from_the_workers(tmp_path, url)
        second.send_signal(signal.SIGTERM)
        _, said = second.communicate(timeout=PATIENCE)
    assert "was lost" in said
    assert re.search(r"part \d+ is begun", said)
    assert re.search(r"part \d+: made report × \d+ in \d+\.\d s", said)
    assert re.search(r"part \d+ is finished", said)
    assert said.endswith("Stopped.\n")
    assert second.returncode == 0


def is_over(store: Store, print_id: str) -> bool:
    found = store.print_jobs.get(print_id, datetime.now(UTC))
    return found is not None and found.is_finished


def the_command_gets_its_reports_from_the_workers(folder: Path, url: str) -> None:
    settings = {"DATABASE_URL": url, "INSTANCE": str(folder), "QUESTIONS": small_questions(folder, EASY)}
    (folder / "answers.ndjson").write_text(json.dumps({"fruit": 5}) + "\nnonsense")
    args = ("batch", "answers.ndjson", "-o", "far", "--queue", *HOW)
    done = run(*args, cwd=folder, **settings)
    assert done.stdout == f"{folder}/far: made 1, there already 0, lines without 1.\n", done.stderr
    report = ("report", "-", "-o", "near.pdf", *HOW)
    assert run(*report, cwd=folder, typed='{"fruit": 5}', **settings).returncode == 0
    assert (folder / "far/line-1.pdf").read_bytes() == (folder / "near.pdf").read_bytes()
