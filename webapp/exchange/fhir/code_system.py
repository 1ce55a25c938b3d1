"""Our own codes, for what no public system has a confirmed code."""

from __future__ import annotations

from webapp.exchange.fhir.addresses import NAME, Resource, addresses_of
from webapp.exchange.fhir.codes import LEVEL_ENDS, is_absent_reason, level_code, own_option_code
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Question, Questionnaire


def code_system_resource(questionnaire: Questionnaire, *, base_url: str) -> Resource:
    """The CodeSystem of questions with their options, measures, factors and levels."""
    concepts = [
        *(_question(question) for question in questionnaire.questions.values()),
        *(_concept(measure.id, measure.title) for measure in questionnaire.measures.values()),
        *(_concept(factor.id, factor.title) for factor in questionnaire.factors.values()),
        *(_concept(level_code(level), level.word) for level in Level),
        *(_concept(code, title) for code, title in LEVEL_ENDS.items()),
    ]
    return {
        "resourceType": "CodeSystem",
        "id": NAME,
        "language": questionnaire.language,
        "url": addresses_of(questionnaire, base_url).codes,
        "version": questionnaire.version,
        "name": "GutFactorsCodes",
        "title": questionnaire.title,
        "status": "draft" if "draft" in questionnaire.version else "active",
        "caseSensitive": True,
        "hierarchyMeaning": "grouped-by",
        "content": "complete",
        "concept": concepts,
    }


def _question(question: Question) -> Resource:
    """A question over its options; those with a code elsewhere are not told twice."""
    options = [
        _concept(own_option_code(question, option), option.label)
        for option in question.options
        if not option.code and not is_absent_reason(option)
    ]
    concept = _concept(question.id, question.short or question.id)
    return {**concept, "definition": question.text, **({"concept": options} if options else {})}


def _concept(code: str, display: str) -> Resource:
    return {"code": code, "display": display}
