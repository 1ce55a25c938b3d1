"""Units as UCUM writes them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.project import QUESTIONNAIRE
from webapp.exchange.fhir.codes import external_coding
from webapp.exchange.fhir.numbers import fhir_number, literal
from webapp.exchange.fhir.units import quantity, ucum


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("", "1"),
        ("years", "a"),
        ("g/day", "g/d"),
        ("IU/day", "[IU]/d"),
        ("days/week", "d/wk"),
        ("handfuls/day", "{handfuls}/d"),
        ("effective min/day", "min{effective}/d"),
        ("points of 12", "{points_of_12}"),
        ("Löffel {x}/day", "{L_ffel_x_}/d"),
    ],
)
def test_a_unit_has_a_code(unit: str, code: str) -> None:
    assert ucum(unit) == code


def test_every_unit_of_the_questionnaire_is_ascii_and_has_no_space() -> None:
    asked = [question.unit for question in QUESTIONNAIRE.questions.values()]
    for unit in [*asked, *(measure.unit for measure in QUESTIONNAIRE.measures.values())]:
        assert ucum(unit).isascii()
        assert " " not in ucum(unit)


def test_a_quantity_without_a_unit_says_one() -> None:
    assert quantity(2, "") == {"value": 2, "system": "http://unitsofmeasure.org", "code": "1"}


@pytest.mark.parametrize(("number", "written"), [(3, "3"), (Fraction(57, 10), "5.7"), (-3, "(-3)")])
def test_a_literal_is_exact(number: int | Fraction, written: str) -> None:
    assert literal(number) == written


def test_a_number_in_json_is_whole_where_it_can_be() -> None:
    assert [repr(fhir_number(one)) for one in (3, Fraction(6, 2), Fraction(57, 10))] == ["3", "3", "5.7"]


def test_a_code_of_another_system_has_a_name_where_we_know_it() -> None:
    assert external_coding("http://loinc.org|75626-2")["display"] == "Total score [AUDIT-C]"
    assert external_coding("http://snomed.info/sct|1") == {"system": "http://snomed.info/sct", "code": "1"}
