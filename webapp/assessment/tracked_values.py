"""Values that are tracked from visit to visit: the levels of factors, and a patient's numbers."""

from webapp.assessment.assess import Assessment
from webapp.questionnaire.practice import ScoreRule
from webapp.questionnaire.rules.numbers import Number

ValueRange = tuple[Number, Number] | None
"""Lowest and highest value; None where there is none or it was not asked."""


def levels_of(assessment: Assessment) -> dict[str, ValueRange]:
    """Return the lowest and highest level (0 to 3) of every factor."""
    return {one.factor.id: (int(one.lowest), int(one.highest)) for one in assessment.findings}


def numbers_of(assessment: Assessment) -> dict[str, ValueRange]:
    """Return the factors' estimates, then the numeric scores, by the id of the measure."""
    questionnaire = assessment.questionnaire
    measures = [one.estimate for one in questionnaire.factors.values() if one.estimate]
    scores = {one.measure: is_scored(one, assessment) for one in questionnaire.practice.scores if one.measure}
    return {
        one: _span(one, assessment) if scores.get(one, True) else None
        for one in dict.fromkeys([*measures, *scores])
        if questionnaire.measures[one].type == "number"
    }


def is_scored(score: ScoreRule, assessment: Assessment) -> bool:
    """Return whether the score surely applies and at least one of its questions was asked."""
    book, answers = assessment.questionnaire.rule_book, assessment.answers
    applies = score.when is None or score.when.value(answers.situation) is True
    formulas = [book.measures[score.measure]] if score.measure else []
    return applies and any(answers.is_shown(one) for one in score.items or book.questions_of(formulas))


def _span(measure: str, assessment: Assessment) -> ValueRange:
    value = assessment.measures[measure].value
    return value if isinstance(value, tuple) else None
