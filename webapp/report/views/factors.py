"""What the report says of the factors: at a glance, in full, and in a few words."""

from collections.abc import Iterable

from webapp.assessment import Assessment, Change, Finding, fill
from webapp.assessment.gaps import gaps_after
from webapp.assessment.words import all_texts, answer_in_full, answer_words, first_text
from webapp.questionnaire.model import Factor
from webapp.report.views.amount_line import factor_lines
from webapp.report.views.citations import Citations
from webapp.report.views.level_words import evidence_words, gauge_of, level_of, level_words
from webapp.report.views.model import ChangeLine, FactorMention, FactorText, GlanceRow, LowerLevel

FOR_PATIENTS = ("all", "patient")


def named(assessment: Assessment, question_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the short names of these questions."""
    return tuple(assessment.questionnaire.questions[one].short_name for one in question_ids)


def glance_row(assessment: Assessment, finding: Finding) -> GlanceRow:
    """Return one row of the picture at a glance."""
    return GlanceRow(
        finding.factor.id,
        finding.factor.title,
        level_of(assessment.questionnaire, finding),
        gauge_of(finding),
        finding.grade,
        evidence_words(assessment.questionnaire, finding.grade),
        finding.factor.in_article,
        bool(finding.gaps),
    )


def factor_text(assessment: Assessment, finding: Finding, citations: Citations) -> FactorText:
    """Describe the factor in full."""
    questionnaire, factor = assessment.questionnaire, finding.factor
    return FactorText(
        factor=factor.id,
        title=factor.title,
        level=level_of(questionnaire, finding),
        gauge=gauge_of(finding),
        grade=finding.grade,
        evidence=evidence_words(questionnaire, finding.grade),
        told=first_text(factor.told, assessment),
        why=fill(factor.why, assessment),
        sure=fill(factor.evidence.text, assessment),
        references=citations.cite(_science(factor)),
        changes=_lower_levels(assessment, finding),
        notes=notes_for(assessment, finding, FOR_PATIENTS),
        ask=tuple(all_texts(factor.ask, assessment)),
        gaps=named(assessment, finding.gaps),
        lines=factor_lines(assessment, finding),
        picture=factor.picture,
    )


def mention(assessment: Assessment, finding: Finding) -> FactorMention:
    """Describe the factor in a few words."""
    level = level_of(assessment.questionnaire, finding)
    notes = notes_for(assessment, finding, FOR_PATIENTS)
    factor, gaps = finding.factor, named(assessment, finding.gaps)
    return FactorMention(factor.id, factor.title, level, gaps, notes)


def remarked(assessment: Assessment) -> tuple[FactorMention, ...]:
    """Return the factors that are not described in full but have remarks."""
    in_full = (*assessment.full, *assessment.apart)
    others = [mention(assessment, one) for one in assessment.ordered() if one not in in_full]
    return tuple(one for one in others if one.notes)


def notes_for(assessment: Assessment, finding: Finding, audiences: tuple[str, ...]) -> tuple[str, ...]:
    """Return the factor's remarks that hold for these answers and are meant for these readers."""
    notes = assessment.notes(finding)
    return tuple(fill(note.text, assessment) for note in notes if note.audience in audiences)


def _science(factor: Factor) -> tuple[str, ...]:
    """Cite the papers behind the factor itself; those of its cut-offs are cited with the rules."""
    cut_offs = {source for basis in factor.basis.values() for source in basis.all_sources}
    return tuple(one for one in factor.references if one not in cut_offs)


def _lower_levels(assessment: Assessment, finding: Finding) -> tuple[LowerLevel, ...]:
    """Group the changes by the level that they give, in the order of the first of each."""
    by_level: dict[str, list[ChangeLine]] = {}
    for change in finding.changes:
        has_gaps = bool(gaps_after(assessment.answers, change, finding.factor))
        level = level_words(assessment.questionnaire, change.lowest, change.highest, has_gaps=has_gaps)
        by_level.setdefault(level, []).append(_change(assessment, change))
    return tuple(LowerLevel(level, tuple(changes)) for level, changes in by_level.items())


def _change(assessment: Assessment, change: Change) -> ChangeLine:
    question = assessment.questionnaire.questions[change.question]
    was, becomes = answer_words(question, change.was), answer_in_full(question, change.becomes)
    return ChangeLine(question.short_name, was, becomes, is_label=question.kind != "number")
