"""Tables for the practitioner's page of a small questionnaire."""

from __future__ import annotations

from tests.unit.questionnaire.small import small

SCORE = """
[[score]]
id = "drinking"
title = "Drinking"
measure = "fibre_g"
items = ["drinks"]
figure = "points"
when = "fruit > 1"
note = "About {fibre_g} g."

  [[score.band]]
  when = "fibre_g >= 9"
  text = "Much: 9 or more"
  basis = { kind = "published", sources = ["who-2023"], note = "of food" }
"""
LABORATORY = """
[[laboratory]]
id = "fruit_pieces"
title = "Fruit"
question = "fruit"
when = "fruit > 2"
unit = "pieces"
other.unit = "g"
other.value = "80.5 * fruit"
other.decimals = 1
other.basis = { kind = "arithmetic", note = "by weight" }
"""
LISTED = """
[[listed]]
id = "takes"
title = "Takes"
questions = ["pills", "drinks"]
"""
SPOILER = """
[[spoiler]]
id = "acid"
when = "'acid' in pills"
text = "Acid pills spoil {source}."
source = "NICE"
"""
CONSIDERED = """
[[considered]]
id = "test"
title = "A test"
when = "fruit > 3"
reasons = [ { when = "fibre_g > 9", text = "much fibre" }, { text = "for all of {fruit}" } ]
limits = "Not with {fruit} pieces."
advised = false
references = ["who-2023"]
"""

EVERY = SCORE + LABORATORY + LISTED + SPOILER + CONSIDERED


def added(tables: str) -> str:
    """The small questionnaire with tables for the practitioner's page."""
    return small("[[reference]]", f"{tables}\n[[reference]]")
