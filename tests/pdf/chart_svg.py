"""Charts read back from their SVG."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from markupsafe import Markup

from tests.pdf.people import assessment_of
from webapp.assessment import Trend
from webapp.assessment.tracked_values import ValueRange
from webapp.report.views.amount_line import AmountLine, factor_lines

SVG = "{http://www.w3.org/2000/svg}"


def read(chart: Markup) -> Element:
    assert isinstance(chart, Markup)
    named = str(chart).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return fromstring(named)  # noqa: S314 - our own


def number_of(chart: Markup, tag: str) -> int:
    return len(read(chart).findall(f".//{SVG}{tag}"))


def fibre(*points: ValueRange) -> Trend:
    return Trend("measure", "fibre_g", "Fibre", "g/day", 0, points)


def level(*points: ValueRange) -> Trend:
    return Trend("factor", "low_fibre", "Low fibre", "", 0, points)


def line_of(case: str, factor: str, place: int = 0) -> AmountLine:
    assessment = assessment_of(case)
    finding = next(one for one in assessment.findings if one.factor.id == factor)
    return factor_lines(assessment, finding)[place]


def places(chart: Markup) -> list[float]:
    return [float(one.attrib["cx"]) for one in read(chart).iter(f"{SVG}circle")]
