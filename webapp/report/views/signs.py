"""What is said of the warning signs, beside the boxes of safety flags."""

from collections.abc import Collection, Container
from typing import TypedDict

from webapp.assessment import Assessment, fill
from webapp.assessment.assess import TIERS_BY_URGENCY
from webapp.assessment.signs import signs_without
from webapp.localization.localizer import Localizer
from webapp.report.views.answered_model import FlagLine
from webapp.report.views.model import SafetyBox
from webapp.report.views.safety import PRINTED_TIERS, flag_lines, has_open_flags, may_hold


class SafetyForStaff(TypedDict):
    """What practitioners read of safety: flags, signs that none is about, and what is open."""

    flags: tuple[FlagLine, ...]
    ticked: tuple[str, ...]
    may_hold: tuple[str, ...]
    has_open_flags: bool


def safety_for_staff(assessment: Assessment, localizer: Localizer) -> SafetyForStaff:
    """Return the flags with their reasons, and what they do not say."""
    return SafetyForStaff(
        flags=flag_lines(assessment, localizer),
        ticked=ticked_without(assessment),
        may_hold=may_hold(assessment),
        has_open_flags=has_open_flags(assessment),
    )


def signs_beside(assessment: Assessment, boxes: Collection[SafetyBox], localizer: Localizer) -> str:
    """Return what is said of the warning signs besides the boxes, as prose; "" where they say all.

    That is what was ticked and has no box, or where there are no boxes, that nothing was ticked; then also
    when to see a doctor.
    """
    words, ticked = assessment.questionnaire.words, signs_in_words(assessment, localizer)
    if boxes and not ticked:
        return ""
    first = ticked or words["no_safety"]
    return first if boxes else fill(" ".join(filter(None, (first, words.get("see_doctor")))), assessment)


def signs_in_words(assessment: Assessment, localizer: Localizer) -> str:
    """Say which signs were ticked that no box is about; "" where there are none."""
    signs = ticked_without(assessment, PRINTED_TIERS)
    if not signs:
        return ""
    quoted = localizer.join_phrases(map(localizer.quote, signs))
    return assessment.questionnaire.words["signs_ticked"].replace("{signs}", quoted)


def ticked_without(assessment: Assessment, tiers: Container[str] = TIERS_BY_URGENCY) -> tuple[str, ...]:
    """Return the signs that were ticked and that no raised flag of these tiers is about."""
    flags = [flag for flag in assessment.safety if flag.tier in tiers]
    return tuple(one.label for one in signs_without(assessment.answers, flags))
