"""The assessment: what a person's answers say of each factor. Pure: see README.md."""

from webapp.assessment.answers import Answers, resolve
from webapp.assessment.as_json import as_json
from webapp.assessment.assess import Assessment, MeasureValue, assess, possible_flags, urgency
from webapp.assessment.changes import Change
from webapp.assessment.comparison import (
    ASKED,
    JUDGED,
    VERDICTS,
    AnswerChange,
    Comparison,
    LevelChange,
    MeasureChange,
    compare,
)
from webapp.assessment.findings import Finding, TraceLine
from webapp.assessment.trends import Trend, trends
from webapp.assessment.validate_answers import AnswerErrors, validate_answers, validate_value
from webapp.assessment.words import fill
from webapp.questionnaire.domains import AnswerValue
