"""The assessment: what the answers say of each factor. Pure: see README.md."""

from webapp.assessment.accepting import AnswerErrors, AnswerProblem, accept, accept_value
from webapp.assessment.answers import Answers, Given, settle
from webapp.assessment.as_json import as_json
from webapp.assessment.assess import Assessment, MeasureValue, assess
from webapp.assessment.changes import Change
from webapp.assessment.findings import Finding, TraceLine
from webapp.assessment.words import fill

__all__ = [
    "AnswerErrors",
    "AnswerProblem",
    "Answers",
    "Assessment",
    "Change",
    "Finding",
    "Given",
    "MeasureValue",
    "TraceLine",
    "accept",
    "accept_value",
    "as_json",
    "assess",
    "fill",
    "settle",
]
