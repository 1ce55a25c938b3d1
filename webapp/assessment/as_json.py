"""An assessment as plain values for JSON."""

from fractions import Fraction

from webapp.assessment.answers import Answers
from webapp.assessment.assess import Assessment, MeasureValue
from webapp.assessment.changes import Change
from webapp.assessment.findings import Finding, TraceLine
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.rules.vocabulary import TraceVocabulary

PLACES = 6  # decimal places of a measure in JSON, whose numbers are not exact


def as_json(assessment: Assessment) -> dict[str, object]:
    """Return the assessment as `gutfactors assess` prints it: ids, levels by word, measures as ranges."""
    questionnaire = assessment.questionnaire
    return {
        "questionnaire": {"version": questionnaire.version, "digest": questionnaire.digest},
        "findings": [_finding(finding, assessment.answers) for finding in assessment.findings],
        "measures": {name: _measure(value) for name, value in assessment.measures.items()},
        "safety": [flag.id for flag in assessment.safety],
    }


def _finding(finding: Finding, answers: Answers) -> dict[str, object]:
    return {
        "factor": finding.factor.id,
        "lowest": finding.lowest.word,
        "highest": finding.highest.word,
        "evidence": finding.grade,
        "trace": [_trace(line, answers.unscored) for line in finding.trace],
        "gaps": list(finding.gaps),
        "changes": [_change(change) for change in finding.changes],
    }


def _trace(line: TraceLine, unscored: frozenset[str]) -> dict[str, object]:
    words = TraceVocabulary(unscored)
    shown = (one for one in line.workings if one.measure.id not in unscored)
    return {
        "level": line.level.word,
        "rule": line.rule.text,
        "filled": line.filled(words),
        "holds": line.holds,
        "basis": line.basis.kind,
        "sources": list(line.basis.sources),
        "workings": {one.measure.id: f"{one.filled(words)} = {one.result}" for one in shown},
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "question": change.question,
        "was": _given(change.was),
        "becomes": _given(change.becomes),
        "lowest": change.lowest.word,
        "highest": change.highest.word,
    }


def _measure(worked_out: MeasureValue) -> dict[str, object]:
    low, high = (
        worked_out.value if isinstance(worked_out.value, tuple) else (worked_out.value, worked_out.value)
    )
    write = _level if worked_out.measure.type == "level" else _number
    return {"low": write(low), "high": write(high), "unit": worked_out.measure.unit}


def _level(value: object) -> object:
    return Level(int(value)).word if isinstance(value, int | Fraction) else None


def _number(value: object) -> object:
    return json_number(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else value


def json_number(number: Number, places: int = PLACES) -> int | float:
    """Return a number for JSON: an int where it is whole, else rounded to so many decimal places."""
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else round(float(exact), places)


def _given(value: AnswerValue) -> object:
    if isinstance(value, Fraction):
        return json_number(value)
    return list(value) if isinstance(value, tuple) else value
