"""The practitioner's page of a small questionnaire."""

from __future__ import annotations

from tests.unit.assessment.tiny import tiny
from webapp.assessment import assess, validate_answers
from webapp.localization.localizer import ENGLISH
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.citations import Citations
from webapp.report.views.practice_lists import PracticeLists

BODY = """
  [[section.question]]
  id = "often"
  kind = "single"
  short = "How often"
  text = "How often do you drink?"
  options = [
    { id = "0", label = "Never", points = 0 },
    { id = "1", label = "At times", points = 1.5 },
    { id = "2", label = "Daily", points = 3 },
    { id = "skip", label = "Rather not say", unknown = true },
  ]

  [[section.question]]
  id = "much"
  NUMBER
  unit = "glasses"
  show_if = "often in ['1', '2']"
  when_hidden = 0

  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which pills?"
  options = [ { id = "acid", label = "Acid" }, { id = "pain", label = "Pain" } ]

  [[section.question]]
  id = "scale"
  YES_NO

  [[section.question]]
  id = "value"
  kind = "number"
  text = "Which value?"
  range = [0, 500]
  decimals = 1

[[measure]]
id = "total"
title = "Total"
unit = "points"
value = "often.points + 0.25 * much"

[[measure]]
id = "half_value"
title = "Half"
value = "value / 2"

[[measure]]
id = "kind"
title = "Kind"
type = "level"
cases = [ { when = "total >= 3", value = "strong" }, { value = "none" } ]

[[factor]]
id = "drinking"
title = "Drinking"
slight = "total > 0"
FACTOR
"""


def lists(questionnaire: Questionnaire, **answers: object) -> PracticeLists:
    return PracticeLists(assess(validate_answers(questionnaire, answers)), Citations(questionnaire), ENGLISH)


def page(tables: str, **answers: object) -> PracticeLists:
    return lists(tiny(BODY + tables), **answers)
