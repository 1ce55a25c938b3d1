"""Which questions decide whether a question is asked."""

from __future__ import annotations

from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load

MORE = """
  [[section.question]]
  id = "spirits"
  kind = "number"
  text = "How much of it was spirits?"
  range = [0, 40]
  show_if = "amount > 5"
  when_hidden = 0
"""


def test_parents_are_found_through_other_questions() -> None:
    questionnaire = load(
        SMALL.replace(
            '\n  [[section.question]]\n  id = "pills"', MORE + '\n  [[section.question]]\n  id = "pills"'
        )
    )
    assert questionnaire.parents["fruit"] == frozenset()
    assert questionnaire.parents["amount"] == {"drinks"}
    assert questionnaire.parents["spirits"] == {"amount", "drinks"}
