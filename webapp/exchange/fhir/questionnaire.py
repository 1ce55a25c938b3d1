"""The questionnaire as a FHIR R4 Questionnaire with the extensions of Structured Data Capture 3.0.0."""

from collections.abc import Collection

from webapp.exchange.fhir.addresses import SDC, Addresses, Resource, addresses_of, questionnaire_name
from webapp.exchange.fhir.calculated import measures_item
from webapp.exchange.fhir.codes import LOINC_NOTICE, Codes
from webapp.exchange.fhir.conditions import Conditions
from webapp.exchange.fhir.items import Items
from webapp.questionnaire.model import Questionnaire

PROFILE = f"{SDC}sdc-questionnaire|3.0.0"


def questionnaire_resource(
    questionnaire: Questionnaire, *, base_url: str, without: Collection[str] = ()
) -> Resource:
    """Return the Questionnaire. `without` holds ids of questions that the clinic does not ask.

    The linkId of a question is its id. Measures are hidden items, as far as FHIRPath can express them;
    findings are left out: they need ranges where something is unknown, which FHIRPath does not have.
    """
    addresses = addresses_of(questionnaire, base_url)
    codes = Codes(addresses)
    items = Items(codes, Conditions(questionnaire, codes, without), questionnaire.regions[""], without)
    sections = (items.section(section) for section in questionnaire.sections)
    asked = [section for section in sections if any(item["type"] != "display" for item in section["item"])]
    return {
        "resourceType": "Questionnaire",
        "id": questionnaire_name(questionnaire.language),
        "meta": {"profile": [PROFILE]},
        "language": questionnaire.language,
        "url": addresses.questionnaire,
        "identifier": [{"system": addresses.digests, "value": questionnaire.digest}],
        "version": questionnaire.version,
        **_source(questionnaire, addresses),
        "name": "GutFactors",
        "title": questionnaire.title,
        "status": "draft" if "draft" in questionnaire.version else "active",
        "subjectType": ["Patient"],
        **_notice(questionnaire),
        "item": [*asked, *measures_item(questionnaire)],
    }


def _source(questionnaire: Questionnaire, addresses: Addresses) -> Resource:
    """Return what a translation is derived from: the questionnaire in the language of its source."""
    if not questionnaire.translated_from:
        return {}
    source = addresses.in_language(questionnaire.translated_from).questionnaire
    return {"derivedFrom": [f"{source}|{questionnaire.version}"]}


def _notice(questionnaire: Questionnaire) -> Resource:
    """Return the copyright notice that LOINC requires, where its codes are used."""
    codes = [question.code for question in questionnaire.questions.values()]
    codes += [option.code for question in questionnaire.questions.values() for option in question.options]
    return {"copyright": LOINC_NOTICE} if any("loinc.org|" in code for code in codes) else {}
