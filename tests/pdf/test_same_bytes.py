"""The same submission gives the same file, whoever prints it and when."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.pdf.people import ROOT, bundle, bundle_pdf, pdf_of, practice_pdf_of, view_of
from webapp.report.kinds import View
from webapp.report.printing import print_report

pytestmark = pytest.mark.no_cover

PRINT = """
import pickle, sys
from webapp.report.printing import print_report
sys.stdout.buffer.write(print_report(pickle.load(sys.stdin.buffer)))
"""


def printed_elsewhere(view: View, hash_seed: str) -> bytes:
    """The report as another process prints it, in another order of sets."""
    return subprocess.run(
        [sys.executable, "-c", PRINT],
        input=pickle.dumps(view),
        env={"PYTHONHASHSEED": hash_seed, "TZ": "Asia/Tokyo"},
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("edition", ["standard", "large"])
def test_two_processes_print_the_same_bytes(edition: str) -> None:
    view = view_of("W55", edition)
    assert printed_elsewhere(view, "1") == printed_elsewhere(view, "2") == pdf_of("W55", edition)


def test_a_bundle_is_the_same_wherever_it_is_printed() -> None:
    assert printed_elsewhere(bundle(), "1") == bundle_pdf()


def test_printing_again_gives_the_same_bytes() -> None:
    assert print_report(view_of("W56")) == pdf_of("W56")


def test_another_submission_has_another_identifier() -> None:
    assert print_report(replace(view_of("W55"), reference="AAAA-AA")) != pdf_of("W55")


def test_one_report_is_small() -> None:
    assert len(pdf_of("W55")) < 80_000
    assert len(practice_pdf_of("W55")) < 80_000
