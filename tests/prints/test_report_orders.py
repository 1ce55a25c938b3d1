"""What is ordered of a worker, and what it sends back, arrive as they were."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.people import OCCASION, assessment_of
from tests.project import QUESTIONNAIRE
from webapp.prints.report_orders import (
    ReportFailure,
    ReportOrder,
    ReportResult,
    order_from_json,
    order_to_json,
    pack_results,
    unpack_results,
)
from webapp.report import Attachment

RESULTS: st.SearchStrategy[list[ReportResult]] = st.lists(
    st.binary() | st.builds(ReportFailure, st.lists(st.text()).map(tuple), st.booleans())
)


@settings(max_examples=30)
@given(RESULTS)
def test_results_come_back_in_their_order(results: list[ReportResult]) -> None:
    assert unpack_results(pack_results(results)) == results


def test_an_order_comes_out_of_json_as_it_went_in() -> None:
    record = Attachment("gut-factors-record.fhir.json", '{"ä": 1}'.encode())
    for case, attachment in (("W01", record), ("W55", None)):
        ordered = ReportOrder(assessment_of(case).answers, OCCASION, attachment)
        content = json.loads(json.dumps(order_to_json(ordered)))
        assert order_from_json(content, QUESTIONNAIRE, OCCASION.clinic) == ordered
