"""What is shown of the ways through the form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from webapp.statistics.form_flow import DaysShown, FormCounts, FormFlow, Stop, form_flow
from webapp.statistics.quarters import Quarter

PLACES = ("start", "fibre", "stress")
QUARTER = Quarter(2026, 4)


def october(day: int) -> date:
    return date(2026, 10, day)


def flow_of(counts: FormCounts) -> FormFlow:
    """Show a quarter whose forms are all of one day."""
    return form_flow({october(5): counts}, QUARTER, PLACES)


def test_forms_are_counted_by_the_place_at_which_they_were_left() -> None:
    left = {"start": 20, "fibre": 12, "stress": 31, "older": 11}
    flow = flow_of(FormCounts(204, 100, 10, left, {"fibre": 13}))
    assert (flow.begun, flow.finished, flow.ended) == (205, 100, 10)
    assert flow.stops == (
        Stop("start", 20, None),
        Stop("fibre", 10, None),
        Stop("stress", 30, None),
        Stop("older", 10, None),
    )


def test_a_place_with_few_hides_another_so_that_nothing_can_be_subtracted() -> None:
    flow = flow_of(FormCounts(120, 60, 3, {"start": 25, "fibre": 12}))
    assert (flow.begun, flow.finished, flow.ended) == (120, 60, None)
    assert [stop.left for stop in flow.stops] == [25, 10, None]
    flow = flow_of(FormCounts(101, 60, 3, {"start": 25, "fibre": 12}))
    assert [stop.left for stop in flow.stops] == [25, None, None]


def test_how_many_are_still_at_it_cannot_be_subtracted_when_they_are_few() -> None:
    left = {"start": 40, "fibre": 12, "stress": 11}
    for begun, shown in ((153, [40, 10, 10]), (143, [40, 10, None]), (138, [40, None, None])):
        assert [stop.left for stop in flow_of(FormCounts(begun, 60, 20, left)).stops] == shown


def test_of_fewer_than_ten_forms_nothing_is_shown() -> None:
    flow = flow_of(FormCounts(9, 5, 1, {"start": 3}))
    assert (flow.begun, flow.finished, flow.ended) == (None, None, None)
    assert {stop.left for stop in flow.stops} == {None}
    assert flow.finished_days == ()


def days(*counts: tuple[int, int]) -> Mapping[date, FormCounts]:
    return {october(number): FormCounts(*count) for number, count in enumerate(counts, start=1)}


def test_days_are_joined_until_ten_were_finished_and_ten_were_not() -> None:
    flow = form_flow(days((40, 30), (15, 9), (9, 1), (25, 14), (30, 25)), QUARTER, PLACES)
    assert flow.finished_days == (
        DaysShown(october(1), october(1), 30, 40),
        DaysShown(october(2), october(3), 10, 25),
        DaysShown(october(4), QUARTER.last_day, 40, 55),
    )


def test_days_that_are_left_over_are_joined_until_their_span_is_large_again() -> None:
    flow = form_flow(days((40, 30), (20, 10), (0, 3)), QUARTER, PLACES)
    assert flow.finished_days == (DaysShown(october(1), QUARTER.last_day, 45, 60),)
    assert form_flow(days((20, 10), (0, 3)), QUARTER, PLACES).finished_days == ()


def test_days_without_any_form_belong_to_the_next_span() -> None:
    counts = {october(7): FormCounts(40, 20), october(20): FormCounts(40, 20)}
    spans = form_flow(counts, QUARTER, PLACES).finished_days
    assert [(span.first, span.last) for span in spans] == [
        (october(1), october(7)),
        (october(8), QUARTER.last_day),
    ]


def test_days_on_which_people_came_back_are_joined_by_themselves() -> None:
    back = {"fibre": 12}
    counts = {october(day): FormCounts(25, 24, returned=back) for day in (1, 2)}
    flow = form_flow(counts, QUARTER, PLACES)
    assert flow.finished_days == ()
    assert flow.returned_days == (
        DaysShown(october(1), october(1), 10),
        DaysShown(october(2), QUARTER.last_day, 10),
    )


def test_where_nearly_everybody_came_back_nothing_is_said_of_it() -> None:
    flow = flow_of(FormCounts(45, 20, returned={"fibre": 20, "stress": 20}))
    assert {stop.returned for stop in flow.stops} == {None}
    assert flow.returned_days == ()


def test_what_is_shown_is_the_same_after_it_was_saved() -> None:
    back = {"fibre": 12}
    flow = flow_of(FormCounts(80, 50, 3, {"fibre": 12}, back))
    assert flow.finished_days
    assert flow.returned_days
    assert FormFlow.from_json(flow.to_json()) == flow
