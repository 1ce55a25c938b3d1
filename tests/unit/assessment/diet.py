"""A small questionnaire on vegetables and fibre, and what its answers say."""

from __future__ import annotations

from tests.unit.assessment.tiny import tiny_text
from webapp.assessment import Assessment, assess, validate_answers
from webapp.questionnaire.load import load

DIET_TEXT = tiny_text(
    """
  [[section.question]]
  id = "veg"
  NUMBER
  changeable = "more"

  [[section.question]]
  id = "fruit"
  NUMBER

  [[section.question]]
  id = "ill"
  YES_NO

[[measure]]
id = "fibre_g"
title = "Fibre"
unit = "g/day"
value = "2.5*veg + 3*fruit"

[[measure]]
id = "worst"
title = "The worse of two"
type = "level"
cases = [ { when = "ill == 'yes'", value = "moderate" }, { value = "none" } ]

[[measure]]
id = "is_ill"
title = "Ill"
type = "yesno"
value = "ill == 'yes'"

[[factor]]
id = "low_fibre"
title = "Low fibre"
strong = "fibre_g < 5"
moderate = "fibre_g < 10"
slight = "fibre_g < 15 or worst >= moderate"
THREE_LEVELS

[[factor]]
id = "apart"
title = "Apart"
article = false
slight = "is_ill or low_fibre >= strong"
FACTOR
"""
)


DIET = load(DIET_TEXT)


def diet(**answers: object) -> Assessment:
    return assess(validate_answers(DIET, answers))
