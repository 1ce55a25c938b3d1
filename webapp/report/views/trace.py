"""How each level was worked out, from the evaluator's own trace."""

import re
from collections.abc import Iterator

from webapp.assessment import Assessment, Finding, TraceLine
from webapp.assessment.words import measure_words
from webapp.questionnaire.model import Factor
from webapp.questionnaire.units import with_unit
from webapp.report.views.citations import Citations
from webapp.report.views.factors import named, notes_for
from webapp.report.views.flag_reasons import answers_behind
from webapp.report.views.level_words import gauge_of
from webapp.report.views.model import RuleLine, TraceRow
from webapp.report.views.ranges import level_range
from webapp.report.views.rule_words import MissedRuleVocabulary, PractitionerVocabulary

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
        estimate=_estimate(assessment, factor),
        grade=finding.grade,
        remark=factor.evidence.remark,
        rules=tuple(_rule(line, finding, assessment, citations) for line in finding.trace),
        gaps=named(assessment, finding.gaps),
        notes=notes_for(assessment, finding, ("practitioner",)),
    )


def _rule(line: TraceLine, finding: Finding, assessment: Assessment, citations: Citations) -> RuleLine:
    """One rule. Where it does not hold, the sources of its cut-off are left out."""
    basis, holds, questionnaire = line.basis, HOLDS[line.holds], assessment.questionnaire
    told = line.holds is not False
    rule = line.filled((PractitionerVocabulary if told else MissedRuleVocabulary)(questionnaire))
    return RuleLine(
        level=line.level.word,
        rule=rule,
        holds=holds,
        basis=basis.kind,
        references=citations.cite(basis.sources) if told else (),
        remark=basis.note if told else "",
        behind=tuple(_behind(line, rule, finding, assessment)),
    )


def _behind(line: TraceLine, rule: str, finding: Finding, assessment: Assessment) -> Iterator[str]:
    for answer in answers_behind(assessment, finding.factor.rules[line.level]):
        if answer not in rule:
            yield answer
    words = PractitionerVocabulary(assessment.questionnaire)
    for working in line.workings:
        sum_of, measure = working.filled(words), working.measure
        if measure.type == "number" and sum_of != working.result:
            yield f"{measure.title}: {sum_of} = {with_unit(measure, working.result)}"


def _estimate(assessment: Assessment, factor: Factor) -> str:
    """Return the estimate with its unit, after what it is an estimate of: "Pure alcohol, at least: 94 g"."""
    if not factor.estimate:
        return ""
    number = NO_FRACTION.sub("", measure_words(assessment, factor.estimate, in_full=True))
    measure = assessment.questionnaire.measures[factor.estimate]
    title = "" if measure.title == factor.title else f"{measure.title}: "
    return f"{title}{with_unit(measure, number)}"
