"""What is ordered of a worker, and what it sends back, arrive as they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.people import OCCASION, assessment_of
from tests.project import QUESTIONNAIRE
from webapp.prints.report_orders import Failed, Made, Ordered, content_of, ordered_of, packed, unpacked
from webapp.report import Attachment

pytestmark = pytest.mark.no_cover

RESULTS: st.SearchStrategy[list[Made]] = st.lists(
    st.binary() | st.builds(Failed, st.lists(st.text()).map(tuple), st.booleans())
)


@settings(max_examples=30)
@given(RESULTS)
def test_results_come_back_in_their_order(results: list[Made]) -> None:
    assert unpacked(packed(results)) == results


def test_an_order_comes_out_of_json_as_it_went_in() -> None:
    record = Attachment("gut-factors-record.fhir.json", '{"ä": 1}'.encode())
    for case, attachment in (("W01", record), ("W55", None)):
        ordered = Ordered(assessment_of(case).answers, OCCASION, attachment)
        content = json.loads(json.dumps(content_of(ordered)))
        assert ordered_of(content, QUESTIONNAIRE, OCCASION.clinic) == ordered
