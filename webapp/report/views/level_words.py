"""A finding's level and evidence in the questionnaire's words."""

from webapp.assessment import Finding
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.report.views.model import Gauge
from webapp.report.views.ranges import Ends


def level_words(questionnaire: Questionnaire, lowest: Level, highest: Level) -> str:
    """Write a level, "at least …, could be …", or "we could not tell (could be …)"."""
    words = questionnaire.words
    if lowest == highest:
        return words[f"level_{lowest.word}"]
    pattern = words["level_could_be" if lowest is Level.NONE else "level_at_least"]
    return pattern.replace("{lowest}", words[f"level_{lowest.word}"]).replace(
        "{highest}", words[f"level_{highest.word}"]
    )


def level_of(questionnaire: Questionnaire, finding: Finding) -> str:
    """Return what the report calls the finding's level."""
    return level_words(questionnaire, finding.lowest, finding.highest)


def gauge_of(finding: Finding) -> Gauge:
    """Return the finding's level in blocks."""
    return Gauge(int(finding.lowest), int(finding.highest))


def gauge_between(ends: Ends) -> Gauge | None:
    """Return the levels from one end to the other in blocks; None where they are not known."""
    return None if ends is None else Gauge(int(ends[0]), int(ends[1]))


def evidence_words(questionnaire: Questionnaire, grade: str) -> str:
    """Return the words for a grade of evidence."""
    return questionnaire.words[f"grade_{grade.lower()}"]
