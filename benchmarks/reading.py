"""How long it takes to read back what a report carries: in the reading process, and all the way to answers.

A reading happens in a child of that process, whose CPU is not seen from here: so the process and all its
children are asked for theirs (Linux).
"""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

import pikepdf

from benchmarks import interleaved
from webapp.assessment import assess, validate_answers
from webapp.clinic import Clinic
from webapp.exchange.record import RECORD_NAME, RecordReader, build_record, parse_record
from webapp.exchange.record.validate_file import extract_record
from webapp.questionnaire.load import load
from webapp.report import AttachedFile, Occasion, patient_view
from webapp.report.pdf.printing import print_report

ROOT = Path(__file__).parents[1]
AT = datetime(2026, 10, 6, 14, 32, tzinfo=UTC)
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print two tables; `--quick` takes fewer rounds."""
    rounds = 20 if "--quick" in sys.argv else 200
    questionnaire = load((ROOT / "questions.toml").read_text())
    text = (ROOT / "tests" / "cases" / "W55.json").read_text()
    answers = validate_answers(questionnaire, json.loads(text, parse_float=str)["answers"])
    record = build_record(answers, base_url="https://a.example/fhir", authored=AT, reference="7Q4K-M2")
    occasion = Occasion(AT.date(), "7Q4K-M2", Clinic())
    pdf = print_report(patient_view(assess(answers), occasion, AttachedFile(RECORD_NAME, record)))
    with RecordReader() as reader:
        assert reader.read(pdf) == record
        ways = {
            "floor: open the PDF with pikepdf": partial(_opened, pdf),
            "check the file in this process": partial(extract_record, pdf),
            "read it in the reading process": partial(reader.read, pdf),
            "the same, to answers": lambda: parse_record(reader.read(pdf), questionnaire, _none),
        }
        rows = interleaved.take_turns(ways, rounds, elsewhere=True)
        interleaved.show(f"One report of {len(pdf):,} bytes, whole person (W55); ratios of wall time", rows)
        _show_cpu(reader, pdf, rounds)


def _opened(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _none(digest: str) -> None:
    raise LookupError(digest)


def _show_cpu(reader: RecordReader, pdf: bytes, rounds: int) -> None:
    """Of the reading process and its children, for each reading; and the wall time of the quickest tenth."""
    before, walls = _cpu_of(reader), []
    for _ in range(rounds):
        began = perf_counter()
        reader.read(pdf)
        walls.append(perf_counter() - began)
    spent = (_cpu_of(reader) - before) / rounds
    quick = sorted(walls)[rounds // 10]
    print(f"\nThe reading process and its children: {spent * interleaved.MS:.1f} ms of CPU for each file;")
    print(f"wall time, 10th percentile: {quick * interleaved.MS:.1f} ms")


def _cpu_of(reader: RecordReader) -> float:
    """Seconds of user and system time, its own and of children that it waited for."""
    assert reader.pid
    fields = Path(f"/proc/{reader.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS


if __name__ == "__main__":
    main()
