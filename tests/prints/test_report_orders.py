"""What is ordered of a worker, and what it sends back, arrive as they were."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.people import OCCASION, answers_of, assessment_of
from tests.prints.stored import SERVED
from tests.project import QUESTIONNAIRE, TEXT
from webapp.assessment import validate_answers
from webapp.prints import DocumentFactory
from webapp.prints.report_orders import (
    ReportFailure,
    ReportOrder,
    ReportResult,
    make_report,
    order_from_json,
    order_to_json,
    pack_results,
    unpack_results,
)
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition
from webapp.report import AttachedFile
from webapp.report.views.documents import DocumentView
from webapp.report.views.model import ReportView

DAY = date(2026, 11, 23)
DOCUMENTS = DocumentFactory(OCCASION.clinic, "", lambda _digest: QUESTIONNAIRE, SERVED)

RESULTS: st.SearchStrategy[list[ReportResult]] = st.lists(
    st.binary() | st.builds(ReportFailure, st.lists(st.text()).map(tuple), st.booleans())
)


@settings(max_examples=30)
@given(RESULTS)
def test_results_come_back_in_their_order(results: list[ReportResult]) -> None:
    assert unpack_results(pack_results(results)) == results


def test_an_order_comes_out_of_json_as_it_went_in() -> None:
    record = AttachedFile("gut-factors-record.fhir.json", '{"ä": 1}'.encode())
    for case, attachment in (("W01", record), ("W55", None)):
        ordered = ReportOrder(assessment_of(case).answers, OCCASION, attachment)
        content = json.loads(json.dumps(order_to_json(ordered)))
        assert order_from_json(content, DOCUMENTS) == ordered


def test_a_report_in_easy_read_has_the_practitioners_part_in_plain_words_as_the_pages_do() -> None:
    easy = load(easy_edition(TEXT))
    ordered = ReportOrder(
        validate_answers(easy, answers_of("W01")), DOCUMENTS.occasion_on(DAY, "7Q4K-XW"), None
    )
    made = list[ReportView]()

    def pdf(view: DocumentView) -> bytes:
        assert isinstance(view, ReportView)
        made.append(view)
        return b"%PDF"

    assert make_report(ordered, DOCUMENTS, pdf) == b"%PDF"
    ((view, staff),) = ((one, one.for_staff) for one in made)
    assert (view.localizer.language, view.edition, view.has_practitioner_part) == ("en-simple", "large", True)
    assert staff
    assert staff.localizer.language == "en"
