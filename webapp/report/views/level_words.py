"""A finding's level and evidence in the questionnaire's words."""

from webapp.assessment import Finding
from webapp.assessment.tracked_values import ValueRange
from webapp.localization.localizer import Localizer
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.gauges import Gauge
from webapp.report.views.ranges import level_range, split_remark


def level_words(questionnaire: Questionnaire, lowest: Level, highest: Level, *, has_gaps: bool) -> str:
    """Write a level, or a lowest one with the reason why it is open.

    With `has_gaps` answers are missing; without, an answer is a range that a cut-off divides.
    """
    words = questionnaire.words
    if lowest == highest:
        return words[f"level_{lowest.word}"]
    key = "level_could_be" if lowest is Level.NONE else "level_at_least"
    pattern = words[key] if has_gaps else words.get(f"{key}_range") or split_remark(words[key])[0]
    return pattern.replace("{lowest}", words[f"level_{lowest.word}"]).replace(
        "{highest}", words[f"level_{highest.word}"]
    )


def level_of(questionnaire: Questionnaire, finding: Finding) -> str:
    """Return what the report calls the finding's level."""
    return level_words(questionnaire, finding.lowest, finding.highest, has_gaps=bool(finding.gaps))


def level_at_visit(
    questionnaire: Questionnaire, ends: ValueRange, words: Localizer, *, has_gaps: bool
) -> str:
    """Return what the report calls a factor's level at one of two visits."""
    if ends is None:
        return level_range(ends, words)
    return level_words(questionnaire, *(Level(int(end)) for end in ends), has_gaps=has_gaps)


def gauge_of(finding: Finding) -> Gauge:
    """Return the finding's level in blocks."""
    return Gauge(int(finding.lowest), int(finding.highest))


def gauge_between(ends: ValueRange) -> Gauge | None:
    """Return the levels from one end to the other in blocks; None where they are not known."""
    return None if ends is None else Gauge(int(ends[0]), int(ends[1]))


def evidence_words(questionnaire: Questionnaire, grade: str) -> str:
    """Return the words for a grade of evidence."""
    return questionnaire.words[f"grade_{grade.lower()}"]
