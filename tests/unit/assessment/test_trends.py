"""Factors and measures over several visits."""

from __future__ import annotations

from fractions import Fraction

from tests.unit.assessment.cases import case
from tests.unit.assessment.tiny import tiny
from tests.unit.assessment.visits import BODY, OLD
from webapp.assessment import Assessment, Trend, assess, trends, validate_answers


def visit(body: str, **answers: object) -> Assessment:
    return assess(validate_answers(tiny(body), {**OLD, **answers}))


def test_without_visits_there_is_no_trend() -> None:
    assert trends([]) == ()


def test_a_trend_has_a_point_for_each_visit() -> None:
    visits = [visit(BODY, veg=1), visit(BODY, veg=None), visit(BODY, veg=4, drinks="1")]
    half = Fraction(5, 2)
    assert trends(visits) == (
        Trend("factor", "low_fibre", "Low fibre", "", 0, ((2, 2), (0, 2), (1, 1))),
        Trend("factor", "both", "Both", "", 0, ((0, 0), (0, 0), (1, 1))),
        Trend("measure", "fibre", "Fibre", "g", 1, ((half, half), (0, 25), (10, 10))),
    )


def test_a_visit_that_cannot_be_compared_with_the_last_leaves_a_gap() -> None:
    earlier = BODY.replace("2.5 * veg", "3 * veg")
    low, both, fibre = trends([visit(earlier), visit(BODY), visit(BODY)])
    assert (low.points, both.points) == ((None, (2, 2), (2, 2)), (None, (0, 0), (0, 0)))
    assert fibre.points[0] is None


def test_what_the_last_visit_does_not_have_is_no_trend() -> None:
    fewer = BODY[: BODY.index('[[factor]]\nid = "both"')]
    assert [one.id for one in trends([visit(BODY), visit(fewer)])] == ["low_fibre", "fibre"]
    assert next(one for one in trends([visit(fewer), visit(BODY)]) if one.id == "both").points == (
        None,
        (0, 0),
    )


def test_a_score_that_was_not_asked_leaves_a_gap() -> None:
    visits = [case("W55"), case("W55", stress_now="3")]
    phq4 = next(one for one in trends(visits) if one.id == "phq4_total")
    assert phq4.points == ((5, 5), None)
