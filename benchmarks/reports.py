"""One patient's report: ours, with and without patches, the renderer used naively, Chromium, wkhtmltopdf.

Prints CPU and wall time of each, the size of the file, and memory. Ratios are against warm Chromium that
tags its file, as ours is tagged. `--quick` takes fewer rounds.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from datetime import date
from pathlib import Path

import pikepdf

from benchmarks import interleaved
from benchmarks.printers import printers
from benchmarks.processes import cpu_seconds, family
from webapp.assessment import assess, validate_answers
from webapp.clinic import Clinic
from webapp.questionnaire.load import load
from webapp.report import Occasion, RenderPool, ReportView, patient_view

ROOT = Path(__file__).parents[1]
DAY = date(2026, 10, 6)
CLINIC = Clinic("Riverside")
QUESTIONS = (ROOT / "questions.toml").read_text()
KIB = 1024


def main() -> None:
    """Print the table, the files, and a cold start."""
    rounds = 8 if "--quick" in sys.argv else 24
    person = view_of("W55")
    with printers(person) as ways:
        rows = interleaved.take_turns(
            {name: way.pdf for name, way in ways.items()},
            rounds,
            meters={name: way.cpu for name, way in ways.items()},
            seldom=set(ways) - {"warm Chromium, tagged", "ours", "ours, unpatched"},
        )
        with pikepdf.open(io.BytesIO(ways["ours"].pdf())) as report:
            pages = len(report.pages)
        interleaved.show(f"One patient's report of {pages} pages (W55)", rows)
        found = {name: (len(way.pdf()) / KIB, way.memory()) for name, way in ways.items()}
        for name, (size, memory) in found.items():
            print(f"{name:34}{size:8.0f} KiB a file{memory:8.0f} MiB")
        interleaved.keep("Size in KiB, memory in MiB", found)
    _cold(person)


def _cold(person: ReportView) -> None:
    """From the start of a render process to the first report; CPU time is that of the process."""
    before = set(family(os.getpid()))
    started = time.perf_counter()
    with RenderPool(1) as pool:
        pool.pdf(person)
        seconds = time.perf_counter() - started
        cpu = cpu_seconds(*set(family(os.getpid())) - before)
    print(f"cold start to first report {seconds:.2f} s, {cpu:.2f} s of CPU")
    interleaved.keep("Cold start to first report, seconds and CPU seconds", (seconds, cpu))


def view_of(case: str) -> ReportView:
    """Return the report of somebody of tests/cases."""
    questionnaire = load(QUESTIONS)
    told = json.loads((ROOT / "tests" / "cases" / f"{case}.json").read_text(), parse_float=str)["answers"]
    return patient_view(assess(validate_answers(questionnaire, told)), Occasion(DAY, "7Q4K-M2", CLINIC))


if __name__ == "__main__":
    main()
