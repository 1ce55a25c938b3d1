"""The CodeSystem of our own codes, for everything that has no confirmed code in a public system."""

from webapp.exchange.fhir.addresses import NAME, Resource, addresses_of
from webapp.exchange.fhir.codes import LEVEL_ENDS, OWN, level_code, option_codings
from webapp.localization.localizer import Localizer
from webapp.plan.people import PEOPLE
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Question, Questionnaire


def code_system_resource(questionnaire: Questionnaire, *, base_url: str) -> Resource:
    """Return the CodeSystem of questions with their options, of what follows from them, and of plans."""
    words = Localizer(questionnaire.language)
    concepts = [
        *(_question(question) for question in questionnaire.questions.values()),
        *(_concept(measure.id, measure.title) for measure in questionnaire.measures.values()),
        *(_concept(factor.id, factor.title) for factor in questionnaire.factors.values()),
        *(_concept(level_code(level), level.word) for level in Level),
        *(_concept(code, title) for code, title in LEVEL_ENDS.items()),
        *(_concept(f"flag.{flag.id}", flag.title or flag.id) for flag in questionnaire.safety),
        *(_concept(f"test.{test.id}", test.title) for test in questionnaire.practice.considered),
        *(_concept(f"person.{person}", words.gettext(title)) for person, title in PEOPLE.items()),
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
    codings = ((option, option_codings(question, option)[0]) for option in question.options)
    options = [_concept(code, option.label) for option, (system, code) in codings if system == OWN]
    concept = _concept(question.id, question.short or question.id)
    return {**concept, "definition": question.text, **({"concept": options} if options else {})}


def _concept(code: str, display: str) -> Resource:
    return {"code": code, "display": display}
