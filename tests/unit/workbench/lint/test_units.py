"""Each unit has words, so that a translation can have its own."""

from __future__ import annotations

import pytest

from tests.unit.workbench.lint.linted import noted
from webapp.workbench.lint.units import CONCENTRATION

QUESTION = '  [[section.question]]\n  id = "n"\n  NUMBER'
FACTOR = '[[factor]]\nid = "some"\ntitle = "Some"\nslight = "false"\nFACTOR'


def measures(*units: str) -> str:
    rows = (
        f'[[measure]]\nid = "m{at}"\ntitle = "M{at}"\nunit = "{unit}"\nvalue = "0"'
        for at, unit in enumerate(units)
    )
    return "\n".join((QUESTION, *rows, FACTOR))


def test_a_unit_without_words_is_noted_once() -> None:
    assert noted(measures("IU", "IU"), "unit-without-words") == ['m0.unit: no [[unit]] has words for "IU"']


def test_a_unit_with_words_is_not() -> None:
    listed = '[[unit]]\nunit = "IU"\none = "IU"\nmany = "IU"'
    assert noted(f"{measures('IU')}\n{listed}", "unit-without-words") == []


@pytest.mark.parametrize(
    "unit", ["%", "nmol/L", "ng/mL", "mg/dL", "mmol/mol", "pmol/L", "pg/mL", "\u00b5g/L", "\u03bcg/L"]
)
def test_laboratories_write_a_concentration_alike_everywhere(unit: str) -> None:
    assert noted(measures(unit), "unit-without-words") == []


@pytest.mark.parametrize("unit", ["g", "g/day", "points", "(unit?)", "%/day", "IU/L"])
def test_another_unit_is_no_concentration(unit: str) -> None:
    assert not CONCENTRATION.fullmatch(unit)
