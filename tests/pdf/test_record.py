"""The record: a patient's report carries the answers as data, says so, and stays what it was otherwise."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import Phase, given, settings

from tests.pdf.people import (
    OCCASION,
    SENT,
    assessment_of,
    bare,
    brief,
    bundle_pdf,
    pages_in,
    pdf_of,
    practice_pdf_of,
)
from tests.pdf.tagged import check_by_validator
from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import people
from webapp.assessment import Answers, as_json, assess
from webapp.exchange.record import RECORD_NAME, RecordRefused, build_record, parse_record
from webapp.exchange.record.validate_file import extract_record
from webapp.report.pdf.bundle import bundle_view
from webapp.report.pdf.printing import print_report
from webapp.report.views.model import AttachedFile, ReportView
from webapp.report.views.patient_view import patient_view

PRINTED = max(2, settings().max_examples // 100)
"""Random people whose reports are printed: a second each. 100 of them:  --hypothesis-profile=whole"""

SAYS_SO = bare("This PDF also carries the answers as data.")


@cache
def carrying(case: str = "W55") -> ReportView:
    answers = assessment_of(case).answers
    content = build_record(answers, base_url="https://a.example/fhir", authored=SENT, reference="7Q4K-M2")
    record = AttachedFile(RECORD_NAME, content)
    return patient_view(assessment_of(case), OCCASION, record)


@cache
def carrying_pdf() -> bytes:
    return print_report(carrying())


def attached(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {spec.filename: spec.get_file().read_bytes() for spec in opened.attachments.values()}


def test_the_file_carries_the_record_byte_for_byte() -> None:
    record = carrying().record
    assert record
    assert attached(carrying_pdf()) == {"gut-factors-record.fhir.json": record.content}


def test_paper_says_so_in_one_line_at_the_top() -> None:
    assert SAYS_SO in pages_in(carrying_pdf())[0]
    assert SAYS_SO not in pages_in(pdf_of("W55"))[0]


def test_the_line_costs_no_factor_and_no_page() -> None:
    with_it, without = ("".join(pages_in(pdf)) for pdf in (carrying_pdf(), pdf_of("W55")))
    assert with_it.replace(SAYS_SO, "", 1) == without


def test_without_a_record_nothing_is_attached() -> None:
    assert attached(pdf_of("W55")) == attached(practice_pdf_of("W55")) == attached(bundle_pdf()) == {}


@pytest.mark.slow
def test_a_file_of_several_carries_no_record() -> None:
    several = print_report(bundle_view([brief(carrying()), brief(carrying("W56"))], OCCASION))
    assert attached(several) == {}
    assert SAYS_SO not in "".join(pages_in(several))


@pytest.mark.parametrize("tool", ["pdfunite", "pikepdf"])
def test_two_reports_in_one_file_are_not_read_as_the_first_person_s(tool: str, tmp_path: Path) -> None:
    pdf, joined = tmp_path / "report.pdf", tmp_path / "joined.pdf"
    pdf.write_bytes(carrying_pdf())
    if tool == "pdfunite":
        subprocess.run(["pdfunite", pdf, pdf, joined], check=True)
    else:
        with pikepdf.open(pdf) as first, pikepdf.open(pdf) as second:
            first.pages.extend(second.pages)
            first.save(joined)
    assert attached(joined.read_bytes())
    with pytest.raises(RecordRefused, match="more pages than the report"):
        extract_record(joined.read_bytes())
    with pikepdf.open(pdf) as cut:
        del cut.pages[-1]
        cut.save(joined)
    assert extract_record(joined.read_bytes())


def test_the_same_record_gives_the_same_bytes() -> None:
    view = brief(carrying())
    assert print_report(view) == print_report(view)


def test_a_report_with_its_record_is_small_and_open_to_everybody(tmp_path: Path) -> None:
    assert len(carrying_pdf()) < 100_000
    check_by_validator(carrying_pdf(), tmp_path)


@settings(max_examples=PRINTED, phases=[Phase.generate])
@given(answers=people())
def test_what_is_read_back_gives_the_same_findings_and_the_same_report(answers: Answers) -> None:
    def report_of(told: Answers, authored: datetime, reference: str) -> tuple[object, ReportView]:
        content = build_record(
            told, base_url="https://a.example/fhir", authored=authored, reference=reference
        )
        occasion = replace(OCCASION, date=authored.date(), reference=reference)
        judged = assess(told)
        return as_json(judged), patient_view(judged, occasion, AttachedFile(RECORD_NAME, content))

    findings, report = report_of(answers, SENT, "7Q4K-M2")
    told = parse_record(extract_record(print_report(brief(report))), QUESTIONNAIRE, lambda _: QUESTIONNAIRE)
    assert told.authored
    assert report_of(told.answers, told.authored, told.reference) == (findings, report)
