"""What is ordered of a worker, and what it sends back, arrive as they were."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf.people import OCCASION, assessment_of
from tests.project import QUESTIONNAIRE, TEXT
from webapp.prints.report_orders import (
    ReportFailure,
    ReportOrder,
    ReportResult,
    order_from_json,
    order_to_json,
    pack_results,
    unpack_results,
)
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition
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


def test_an_order_has_the_words_of_the_language_that_it_is_asked_in() -> None:
    easy = load(easy_edition(TEXT))
    content = order_to_json(ReportOrder(assessment_of("W01").answers, OCCASION, None))
    localizer = order_from_json(content, easy, OCCASION.clinic).occasion.localizer
    assert (localizer.language, localizer.is_easy) == ("en-simple", True)
