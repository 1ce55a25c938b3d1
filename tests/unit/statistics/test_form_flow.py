"""What is shown of the ways through the form."""

from __future__ import annotations

from webapp.statistics.form_flow import FormTotals, Stop, form_flow

PLACES = ("start", "fibre", "stress")


def test_forms_are_counted_by_the_place_at_which_they_were_left() -> None:
    left = {"start": 20, "fibre": 12, "stress": 31, "older": 11}
    flow = form_flow(FormTotals(begun=184, finished=100, ended=10), left, {"fibre": 13}, PLACES)
    assert (flow.begun, flow.closed, flow.finished, flow.ended) == (185, 185, 100, 10)
    assert flow.stops == (
        Stop("start", 20, None),
        Stop("fibre", 10, None),
        Stop("stress", 30, None),
        Stop("older", 10, None),
    )


def test_a_place_with_few_hides_another_so_that_nothing_can_be_subtracted() -> None:
    flow = form_flow(FormTotals(100, 60, 3), {"start": 25, "fibre": 12}, {}, PLACES)
    assert (flow.closed, flow.finished, flow.ended) == (100, 60, None)
    assert [stop.left for stop in flow.stops] == [25, None, None]


def test_how_many_are_still_at_it_cannot_be_told_when_they_are_few() -> None:
    closed = {"start": 40}
    few = form_flow(FormTotals(109, 60, 0), closed, {}, PLACES)
    many = form_flow(FormTotals(110, 60, 0), closed, {}, PLACES)
    assert (few.begun, few.closed) == (None, 100)
    assert (many.begun, many.closed) == (110, 100)


def test_of_fewer_than_ten_forms_nothing_is_shown() -> None:
    flow = form_flow(FormTotals(9, 5, 1), {"start": 3}, {}, PLACES)
    assert (flow.begun, flow.closed, flow.finished, flow.ended) == (None, None, None, None)
    assert {stop.left for stop in flow.stops} == {None}
