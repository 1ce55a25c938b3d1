"""Submissions of two versions of a tiny questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.unit.assessment.tiny import tiny
from webapp.assessment import assess, validate_answers
from webapp.exchange import ExportedSubmission, as_csv_in_words
from webapp.localization.localizer import Localizer
from webapp.report.views.ranges import level_range

BODY = """
  [[section.question]]
  id = "veg"
  NUMBER
  decimals = 1

  [[section.question]]
  id = "ill"
  YES_NO

[[measure]]
id = "fibre_g"
title = "Fibre"
unit = "g/day"
value = "2*veg"

[[factor]]
id = "low_fibre"
title = "Low fibre"
slight = "fibre_g < 10"
FACTOR
"""
FIRST = tiny(BODY)
SECOND = tiny(BODY.replace('id = "veg"', 'id = "greens"').replace("2*veg", "3*greens"))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def record(reference: str = "7Q4K-XW", *, channel: str = "home", **answers: object) -> ExportedSubmission:
    """Who knows "greens" answered the second version."""
    questionnaire = SECOND if "greens" in answers else FIRST
    return ExportedSubmission(reference, NOON, channel, assess(validate_answers(questionnaire, answers)))


def in_words(records: Sequence[ExportedSubmission]) -> str:
    """The table in words of an English clinic."""
    words = Localizer("en")
    return as_csv_in_words(records, words, lambda *levels: level_range(levels, words))
