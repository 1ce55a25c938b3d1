"""Measures as hidden items that clients calculate (SDC's calculatedExpression)."""

from webapp.exchange.fhir.addresses import CORE, MEASURES, SDC, Resource, expression, extension, measure_link
from webapp.exchange.fhir.atoms import BoundMode, NotExpressibleError
from webapp.exchange.fhir.fhirpath import Translator
from webapp.exchange.fhir.units import unit_coding
from webapp.questionnaire.model import Measure, Questionnaire

TYPES = {"number": "decimal", "yesno": "boolean", "level": "integer"}
"""A level is its rank, 0 for none to 3 for strong: FHIRPath cannot make a code."""

TITLE = "Worked out from the answers"


def measures_item(questionnaire: Questionnaire) -> list[Resource]:
    """Return the hidden group of all measures that FHIRPath can express; no item where there are none."""
    expressions = calculated_expressions(questionnaire)
    items = [_item(questionnaire.measures[name], text) for name, text in expressions.items()]
    group = {
        "extension": [_hidden()],
        "linkId": MEASURES,
        "text": TITLE,
        "type": "group",
        "readOnly": True,
        "item": items,
    }
    return [group] if items else []


def calculated_expressions(questionnaire: Questionnaire) -> dict[str, str]:
    """Return FHIRPath by the id of the measure; each reads those before it as items."""
    expressions: dict[str, str] = {}
    for measure in questionnaire.measures.values():
        translator = Translator(questionnaire, linked=frozenset(expressions))
        try:
            expressions[measure.id] = translator.translate(measure.formula, BoundMode.EXACT)
        except NotExpressibleError:
            continue
    return expressions


def _item(measure: Measure, text: str) -> Resource:
    coding = unit_coding(measure.unit)
    unit = [extension(f"{CORE}questionnaire-unit", "Coding", coding)] if measure.unit else []
    calculated = expression(f"{SDC}sdc-questionnaire-calculatedExpression", text)
    return {
        "extension": [_hidden(), calculated, *unit],
        "linkId": measure_link(measure),
        "text": measure.title,
        "type": TYPES[measure.type],
        "readOnly": True,
    }


def _hidden() -> Resource:
    return extension(f"{CORE}questionnaire-hidden", "Boolean", value=True)
