"""The exported Questionnaire, and a small one."""

from __future__ import annotations

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from tests.unit.exchange.fhir.people import BASE, Resource, items
from webapp.exchange.fhir import questionnaire_resource

FORM = questionnaire_resource(QUESTIONNAIRE, base_url=BASE)


def form(body: str, without: tuple[str, ...] = ()) -> dict[str, Resource]:
    return items(questionnaire_resource(tiny(body), base_url=BASE, without=without))


SIMPLE = """
[[section.question]]
id = "a"
YES_NO
[[section.question]]
id = "n"
NUMBER
[[section.question]]
id = "m"
kind = "multi"
text = "Which?"
options = [
  { id = "x", label = "X" },
  { id = "y", label = "Y" },
  { id = "none", label = "None", exclusive = true },
]
[[section.question]]
id = "b"
YES_NO
show_if = "a == 'yes'"
when_hidden = "no"
[[section.question]]
id = "c"
YES_NO
show_if = "RULE"
[[factor]]
id = "low"
title = "Low"
slight = "a == 'yes' and b == 'yes' and n > 3 and 'x' in m"
FACTOR
"""
