"""A small questionnaire, and two visits that are compared by it."""

from __future__ import annotations

from tests.unit.assessment.tiny import tiny
from webapp.assessment import Comparison, assess, compare, validate_answers

BODY = """
  [[section.question]]
  id = "test"
  YES_NO

  [[section.question]]
  id = "veg"
  kind = "number"
  short = "Vegetables"
  text = "How much?"
  unit = "handfuls"
  ranges = [ { when = "test == 'yes'", range = [0, 20] }, { range = [0, 15] } ]
  plausible = [0, 10]
  show_if = "test == 'yes'"
  when_hidden = 0

  [[section.question]]
  id = "drinks"
  kind = "single"
  text = "How often?"
  options = [ { id = "0", label = "Never", points = 0 }, { id = "1", label = "Daily", points = 2 } ]

[[measure]]
id = "fibre"
title = "Fibre"
unit = "g"
decimals = 1
value = "2.5 * veg"

[[measure]]
id = "points"
title = "Points"
value = "drinks.points"

[[factor]]
id = "low_fibre"
title = "Low fibre"
estimate = "fibre"
moderate = "fibre < 5"
slight = "fibre < 10 or points >= 2"
TWO_LEVELS

[[factor]]
id = "both"
title = "Both"
slight = "low_fibre >= slight and drinks == '1'"
FACTOR
"""
OLD: dict[str, object] = {"test": "yes", "veg": 1, "drinks": "0"}


def compared(old: dict[str, object], new: dict[str, object], *edits: tuple[str, str]) -> Comparison:
    """Old answers to the questionnaire, new answers to it as edited."""
    body = BODY
    for piece, other in edits:
        assert piece in body
        body = body.replace(piece, other)
    return compare(assess(validate_answers(tiny(BODY), old)), assess(validate_answers(tiny(body), new)))
