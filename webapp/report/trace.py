"""How each level was worked out, as the evaluator itself tells it."""

from __future__ import annotations

import re

from webapp.assessment import Assessment, Finding, TraceLine
from webapp.assessment.words import measure_words
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.units import unit_behind
from webapp.report.citations import Citations
from webapp.report.factors import named, notes_for
from webapp.report.levels import gauge_of
from webapp.report.model import RuleLine, TraceRow
from webapp.report.ranges import level_range
from webapp.report.rule_words import missed_rule_words, rule_words

NO_FRACTION = re.compile(r"\.0(?!\d)")
HOLDS = {True: "yes", False: "no", None: "open"}


def trace_row(assessment: Assessment, finding: Finding, citations: Citations) -> TraceRow:
    """One factor's row: the rules with the answers' numbers in them, and what is missing."""
    factor = finding.factor
    return TraceRow(
        factor=factor.id,
        title=factor.title,
        level=level_range((finding.lowest, finding.highest)),
        gauge=gauge_of(finding),
        estimate=_estimate(assessment, factor.estimate),
        grade=finding.grade,
        remark=factor.evidence.remark,
        rules=tuple(_rule(line, assessment.questionnaire, citations) for line in finding.trace),
        gaps=named(assessment, finding.gaps),
        notes=notes_for(assessment, finding, ("practitioner",)),
    )


def _rule(line: TraceLine, questionnaire: Questionnaire, citations: Citations) -> RuleLine:
    """One rule. Where it does not hold, the sources of its cut-off are left out."""
    basis, holds = line.basis, HOLDS[line.holds]
    told = line.holds is not False
    return RuleLine(
        level=line.level.word,
        rule=(rule_words if told else missed_rule_words)(line.filled, questionnaire),
        holds=holds,
        basis=basis.kind,
        references=citations.cite(basis.sources) if told else (),
        remark=basis.remark if told else "",
    )


def _estimate(assessment: Assessment, measure_id: str) -> str:
    if not measure_id:
        return ""
    number = NO_FRACTION.sub("", measure_words(assessment, measure_id, in_full=True))
    unit = unit_behind(assessment.questionnaire.measures[measure_id], number)
    return f"{number} {unit}".strip()
