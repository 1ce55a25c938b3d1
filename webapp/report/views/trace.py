"""How each level was worked out, from the evaluator's own trace."""

import re
from collections.abc import Iterator

from webapp.assessment import Assessment, Finding, TraceLine
from webapp.assessment.words import measure_name, measure_words
from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import Factor
from webapp.questionnaire.units import with_unit
from webapp.report.views.citations import Citations
from webapp.report.views.factors import named, notes_for
from webapp.report.views.flag_reasons import answers_behind
from webapp.report.views.level_words import gauge_of
from webapp.report.views.model import RuleLine, TraceRow
from webapp.report.views.ranges import level_name, level_range
from webapp.report.views.rule_words import MissedRuleVocabulary, PractitionerVocabulary

NO_FRACTION = re.compile(r"\.0(?!\d)")
HOLDS = {True: "yes", False: "no", None: "open"}


def trace_row(assessment: Assessment, finding: Finding, citations: Citations, words: Localizer) -> TraceRow:
    """Return the row of one factor: its rules with the answers' numbers in them, and what is missing."""
    factor = finding.factor
    return TraceRow(
        factor=factor.id,
        title=factor.title,
        level=level_range((finding.lowest, finding.highest), words),
        gauge=gauge_of(finding),
        estimate=_estimate(assessment, factor, words),
        grade=finding.grade,
        remark=factor.evidence.remark,
        rules=tuple(_rule(line, finding, (assessment, words), citations) for line in finding.trace),
        gaps=named(assessment, finding.gaps),
        notes=notes_for(assessment, finding, ("practitioner",)),
    )


def _rule(
    line: TraceLine, finding: Finding, assessed: tuple[Assessment, Localizer], citations: Citations
) -> RuleLine:
    """Return the line of one rule. Where it does not hold, the sources of its cut-off are left out."""
    assessment, words = assessed
    basis, may_hold = line.basis, line.holds is not False
    vocabulary = PractitionerVocabulary if may_hold else MissedRuleVocabulary
    rule = words.maths(line.filled(vocabulary(assessment.questionnaire, words, assessment.answers.unscored)))
    return RuleLine(
        level=level_name(line.level, words),
        rule=rule,
        holds=HOLDS[line.holds],
        basis=basis.kind,
        references=citations.cite(basis.sources) if may_hold else (),
        remark=basis.note if may_hold else "",
        behind=tuple(_behind(line, rule, finding, assessed)),
    )


def _behind(
    line: TraceLine, rule: str, finding: Finding, assessed: tuple[Assessment, Localizer]
) -> Iterator[str]:
    assessment, words = assessed
    for answer in answers_behind(assessment, finding.factor.rules[line.level], words):
        if answer not in rule:
            yield answer
    unscored = assessment.answers.unscored
    vocabulary = PractitionerVocabulary(assessment.questionnaire, words, unscored)
    for working in (one for one in line.workings if one.measure.id not in unscored):
        sum_of, measure = words.maths(working.filled(vocabulary)), working.measure
        if measure.type == "number" and sum_of != words.maths(working.result):
            result = with_unit(measure, working.result, words.number(working.result))
            yield words.labelled(measure_name(measure, assessment.answers), f"{sum_of} = {result}")


def _estimate(assessment: Assessment, factor: Factor, words: Localizer) -> str:
    """Return the estimate with its unit, after what it is an estimate of: "Pure alcohol, at least: 94 g"."""
    if not factor.estimate:
        return ""
    number = NO_FRACTION.sub("", measure_words(assessment, factor.estimate, in_full=True, in_digits=True))
    measure = assessment.questionnaire.measures[factor.estimate]
    name = measure_name(measure, assessment.answers)
    amount = with_unit(measure, number, words.number(number))
    return amount if name == factor.title else words.labelled(name, amount)
