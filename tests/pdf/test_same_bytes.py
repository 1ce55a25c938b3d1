"""The same submission gives the same file, for any printer and time."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

from tests.pdf.people import (
    brief,
    bundle,
    bundle_pdf,
    comparison,
    comparison_pdf,
    pdf_of,
    practice_of,
    practice_pdf_of,
    view_of,
)
from tests.project import ROOT
from webapp.report.pdf.printing import print_report
from webapp.report.views.documents import DocumentView

PRINT = """
import pickle, sys
from webapp.report.pdf.printing import print_report
pickle.dump([print_report(view) for view in pickle.load(sys.stdin.buffer)], sys.stdout.buffer)
"""


def printed_elsewhere(views: Sequence[DocumentView], hash_seed: str) -> list[bytes]:
    """The documents as another process prints them, in another order of sets."""
    printed = subprocess.run(
        [sys.executable, "-c", PRINT],
        input=pickle.dumps(views),
        env={"PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    pdfs: list[bytes] = pickle.loads(printed)  # noqa: S301 - our own
    return pdfs


def test_two_processes_print_the_same_bytes_of_what_a_patient_gets() -> None:
    views = [view_of("W55"), view_of("W55", "large")]
    assert printed_elsewhere(views, "1") == [pdf_of("W55"), pdf_of("W55", "large")]


def test_two_processes_print_the_same_bytes_of_what_stays_inside_the_clinic() -> None:
    views: list[DocumentView] = [practice_of("W55"), comparison(), bundle()]
    assert printed_elsewhere(views, "2") == [practice_pdf_of("W55"), comparison_pdf(), bundle_pdf()]


def test_printing_again_gives_the_same_bytes() -> None:
    assert print_report(comparison()) == comparison_pdf()


def test_another_submission_has_another_identifier() -> None:
    view = brief(view_of("W55"))
    assert print_report(replace(view, reference="AAAA-AA")) != print_report(view)


def test_one_report_is_small() -> None:
    assert len(pdf_of("W55")) < 94_000, "with its record it must stay under 100 KB"
    assert len(pdf_of("W55", "large")) < 66_000
    assert len(practice_pdf_of("W55")) < 80_000
