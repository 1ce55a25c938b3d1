"""A run goes on past bad lines, and the next one goes on where it stopped."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.batch.people import DAY, WANTED, documents_of, printing, reports, run_through
from tests.pdf.people import answers_of
from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from webapp.cli.batch.lines import BatchLine
from webapp.cli.batch.output_folder import JOURNAL, FolderRefused, OutputFolder
from webapp.cli.batch.run import Run
from webapp.cli.batch.tasks import BatchOptions, Task, prepare_task, render_locally
from webapp.clinic import Clinic
from webapp.prints.report_orders import ReportFailure, ReportResult
from webapp.report import RenderFailed
from webapp.report.views.documents import DocumentView
from webapp.report.views.model import ReportView

DOCUMENTS = documents_of(Clinic())
THREE = '{"veg": 1, "reference": "a"}\n{"veg": 99, "reference": "b"}\n{"veg": 3, "reference": "c"}'


def test_bad_lines_are_told_and_all_others_are_made(tmp_path: Path) -> None:
    run = run_through(tmp_path, THREE)
    assert set(reports(tmp_path)) == {"a.pdf", "c.pdf"}
    assert (run.tally.made, run.tally.is_our_fault) == (2, False)
    assert list(run.tally.sentences()) == ["line 2 (b): veg: must be from 0 to 20, not 99"]


ODD = tiny(
    """
  [[section.check]]
  when = "veg > 15 and fruit == 0"
  text = "So much, and no fruit?"

  [[section.question]]
  id = "veg"
  NUMBER

  [[section.question]]
  id = "fruit"
  NUMBER

[[factor]]
id = "few"
title = "Few"
slight = "veg < 5"
FACTOR
"""
)


def test_answers_that_do_not_fit_together_are_warned_of_and_make_a_report(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path, DAY)
    run = Run(folder, replace(WANTED, questionnaire=ODD))
    odd = BatchLine(7, {"veg": 16, "fruit": 0}, "a")
    for _ in run.through([odd, BatchLine(8, {"veg": 16, "fruit": 1})], printing):
        pass
    folder.close()
    assert (run.tally.made, list(run.tally.sentences())) == (2, [])
    assert list(run.tally.warnings()) == ["line 7 (a): please check these answers: So much, and no fruit?"]


def test_the_table_of_problems_names_line_and_reference_and_goes_when_there_are_none(tmp_path: Path) -> None:
    run_through(tmp_path, THREE.replace('"b"', '"=1+1"'))
    rows = list(csv.reader((tmp_path / "problems.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1:] == [["2", "'=1+1", "veg: must be from 0 to 20, not 99"]]
    run_through(tmp_path, THREE.replace("99", "9"))
    assert not (tmp_path / "problems.csv").exists()


def test_what_is_made_is_not_made_again(tmp_path: Path) -> None:
    run_through(tmp_path, THREE)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.glob("*.pdf")}
    tally = run_through(tmp_path, THREE).tally
    assert (tally.made, tally.unchanged, tally.lines) == (0, 2, 3)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.glob("*.pdf")} == before


def test_other_answers_a_damaged_file_and_a_lost_one_are_made_again(tmp_path: Path) -> None:
    four = THREE.replace("99", "9") + '\n{"veg": 4, "reference": "d"}'
    run_through(tmp_path, four)
    (tmp_path / "b.pdf").write_bytes(b"%PD")
    (tmp_path / "c.pdf").unlink()
    assert run_through(tmp_path, four.replace('"veg": 1', '"veg": 2')).tally.made == 3
    assert b"'veg': 2" in reports(tmp_path)["a.pdf"]


def test_a_run_that_goes_on_the_next_day_keeps_the_day_of_the_first(tmp_path: Path) -> None:
    run_through(tmp_path, THREE)
    later = OutputFolder(tmp_path, DAY + timedelta(days=1))
    later.close()
    assert later.day == DAY


def test_a_file_that_somebody_else_put_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"mine")
    run = run_through(tmp_path, THREE)
    assert next(run.tally.sentences()).startswith("line 1 (a): a.pdf is there already, and is not of a batch")
    assert reports(tmp_path)["a.pdf"] == b"mine"


def test_a_killed_run_leaves_nothing_that_the_next_one_stumbles_over(tmp_path: Path) -> None:
    run_through(tmp_path, THREE)
    (tmp_path / ".batch-x.part").write_bytes(b"%PD")
    with (tmp_path / JOURNAL).open("ab") as journal:
        journal.write(b'{"file": "c.p')
    assert run_through(tmp_path, THREE + '\n{"veg": 4}').tally.made == 1
    assert run_through(tmp_path, THREE + '\n{"veg": 4}').tally.unchanged == 3
    assert list(tmp_path.glob(".*")) == []


def test_a_report_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def stopped(tasks: Iterable[Task]) -> Iterator[tuple[Task, ReportResult]]:
        yield from printing([next(iter(tasks))])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_through(tmp_path, THREE, stopped)
    assert set(reports(tmp_path)) == {"a.pdf"}
    assert (run_through(tmp_path, THREE).tally.made, len(reports(tmp_path))) == (1, 2)


@pytest.mark.parametrize(
    "first", [b"hello\n", b'{"format": "other"}\n', b'{"format": "gut-factors batch 1"}\n']
)
def test_a_file_with_the_journals_name_that_is_none_is_left_alone(tmp_path: Path, first: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(first)
    with pytest.raises(FolderRefused, match="is not the journal of a batch"):
        OutputFolder(tmp_path, DAY)
    assert (tmp_path / JOURNAL).read_bytes() == first


def test_two_batches_at_once_in_one_folder_are_one_too_many(tmp_path: Path) -> None:
    first = OutputFolder(tmp_path, DAY)
    with pytest.raises(FolderRefused, match="another batch"):
        OutputFolder(tmp_path, DAY)
    first.close()
    OutputFolder(tmp_path, DAY).close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderRefused, match="cannot be written"):
        OutputFolder(tmp_path / "file" / "folder", DAY)


def test_the_journal_holds_no_answers(tmp_path: Path) -> None:
    run_through(tmp_path, '{"veg": 13, "ill": "yes"}')
    entries = [json.loads(line) for line in (tmp_path / JOURNAL).read_text().splitlines()]
    assert [set(entry) for entry in entries] == [{"format", "day"}, {"file", "of", "sha256"}]


def test_all_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Also in a folder that others may open."""
    run_through(tmp_path, '{"veg": 13, "ill": "yes"}')
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir() if one.is_file()} == {0o600}


def real(number: int, **changed: object) -> Task:
    wanted = BatchOptions(QUESTIONNAIRE, DOCUMENTS, DAY, "standard", "a4")
    task = prepare_task(BatchLine(number, {**answers_of("W01"), **changed}), f"{number}.pdf", wanted)
    assert isinstance(task, Task)
    return task


def test_several_are_made_at_once_and_each_result_is_its_own_tasks() -> None:
    def pdf(view: DocumentView) -> bytes:
        assert isinstance(view, ReportView)
        return view.iso_date.encode() + view.reference.encode()

    tasks = [real(number, fruit_per_day=number) for number in range(1, 6)]
    made = {task.number: result for task, result in render_locally(tasks, DOCUMENTS, pdf, jobs=2)}
    assert made == {task.number: pdf_of(task) for task in tasks}
    assert len(set(made.values())) == 5


def pdf_of(task: Task) -> bytes:
    occasion = task.ordered.occasion
    return occasion.date.isoformat().encode() + occasion.reference.encode()


def test_where_the_form_stops_and_where_the_renderer_fails_there_is_a_reason_and_no_report() -> None:
    def broken(_view: DocumentView) -> bytes:
        raise RenderFailed("the renderer stopped: ValueError")

    tasks = [real(1, age_years=17), real(2)]
    (stopped, failed) = (made for _, made in render_locally(tasks, DOCUMENTS, broken, jobs=1))
    assert isinstance(stopped, ReportFailure)
    assert isinstance(failed, ReportFailure)
    assert (stopped.is_ours, failed.is_ours) == (False, True)
    assert "You entered 17." in stopped.problems[0]
    assert failed.problems == ("the report could not be made: the renderer stopped: ValueError",)


def test_anything_that_a_report_is_made_of_makes_another_one() -> None:
    line = BatchLine(1, {"veg": 2})
    others = [
        WANTED,
        replace(WANTED, edition="large"),
        replace(WANTED, paper="letter"),
        replace(WANTED, day=date(2026, 1, 1)),
        replace(WANTED, base_url="https://clinic.example/fhir"),
        replace(WANTED, documents=documents_of(Clinic("Riverside"))),
    ]
    made_of = {task.made_of for one in others if isinstance(task := prepare_task(line, "a.pdf", one), Task)}
    assert len(made_of) == len(others)
