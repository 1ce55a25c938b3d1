"""A questionnaire with results that can be counted by hand."""

from __future__ import annotations

from tests.unit.assessment.tiny import HEAD, USUAL
from webapp.questionnaire.loading.completeness import WORDS

BODY = """
minutes = 2

  [[section.question]]
  id = "age"
  kind = "number"
  text = "How old?"
  required = true
  range = [0, 99]
  plausible = [18, 60]

  [[section.question]]
  id = "coffee"
  YES_NO

  [[section.question]]
  id = "cups"
  kind = "number"
  text = "How many cups?"
  decimals = 1
  ranges = [ { when = "age < 30", range = [0.5, 2] }, { range = [0.5, 4] } ]
  plausible = [1, 3]
  show_if = "coffee == 'yes'"
  when_hidden = 0

  [[section.question]]
  id = "signs"
  kind = "multi"
  text = "Any of these?"
  required = true
  options = [
    { id = "shaking", label = "Shaking" },
    { id = "none", label = "None", exclusive = true },
    { id = "not_sure", label = "Not sure", exclusive = true, unknown = true },
  ]

  [[section.question]]
  id = "tea"
  kind = "multi"
  text = "Which teas?"
  options = [ { id = "green", label = "Green" }, { id = "black", label = "Black" } ]

[[factor]]
id = "much_coffee"
title = "Much coffee"
moderate = "cups >= 3"
slight = "cups > 0"
TWO_LEVELS

  [[factor.note]]
  when = "cups > 3.9"
  text = "Very much."

[[factor]]
id = "some_coffee"
title = "Some coffee"
slight = "coffee == 'yes'"
FACTOR

[[factor]]
id = "green_tea"
title = "Tea"
slight = "'green' in tea and 'green' not in tea"
FACTOR

[[safety]]
id = "child"
tier = "stop"
when = "age < 18"
text = "Adults only."

[[safety]]
id = "shaking"
tier = 2
when = "'shaking' in signs"
text = "See a doctor."
"""


def coffee() -> str:
    """The text of the questionnaire."""
    body = BODY
    for word, keys in USUAL.items():
        body = body.replace(word, keys)
    words = "[words]\n" + "".join(f'{key} = "{key} in words"\n' for key in WORDS)
    return f"{HEAD}{body}\n{words}"
