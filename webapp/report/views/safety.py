"""The safety flags, ready to stand first."""

from collections.abc import Sequence
from itertools import groupby

from webapp.assessment import Assessment, fill
from webapp.questionnaire.model import SafetyFlag
from webapp.report.views.model import SafetyBox, SafetyNotice

PRINTED_TIERS = ("1", "2", "3")
"""The tiers that stand in boxes; the others are for the screen or the practitioner only."""


def safety_boxes(assessment: Assessment, flags: Sequence[SafetyFlag] | None = None) -> tuple[SafetyBox, ...]:
    """Return a box for each tier that has a flag, the most urgent first; of `flags` alone, if given."""
    flags = assessment.safety if flags is None else flags
    printed = [flag for flag in flags if flag.tier in PRINTED_TIERS]
    words = assessment.questionnaire.words
    return tuple(
        SafetyBox(tier, words[f"safety_{tier}"], tuple(_notice(assessment, flag) for flag in flags))
        for tier, flags in groupby(printed, key=lambda flag: flag.tier)
    )


def practitioner_notices(assessment: Assessment) -> tuple[SafetyNotice, ...]:
    """Return the notices that only the practitioner sees."""
    flags = (flag for flag in assessment.safety if flag.tier == "practitioner")
    return tuple(_notice(assessment, flag) for flag in flags)


def _notice(assessment: Assessment, flag: SafetyFlag) -> SafetyNotice:
    more = tuple(fill(note.text, assessment) for note in flag.more if assessment.holds(note))
    return SafetyNotice(flag.id, flag.title, fill(flag.text, assessment), more)
