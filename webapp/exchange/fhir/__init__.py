"""FHIR R4 with Structured Data Capture 3.0.0: out as plain values for JSON, and answers back in."""

from webapp.exchange.fhir.bundle import bundle_resource
from webapp.exchange.fhir.code_system import code_system_resource
from webapp.exchange.fhir.parse_response import Origin, ResponseErrors, answers_of, origin_of
from webapp.exchange.fhir.questionnaire import questionnaire_resource
from webapp.exchange.fhir.response import response_resource
from webapp.exchange.fhir.self_check import problems_of, strange_links

__all__ = [
    "Origin",
    "ResponseErrors",
    "answers_of",
    "bundle_resource",
    "code_system_resource",
    "origin_of",
    "problems_of",
    "questionnaire_resource",
    "response_resource",
    "strange_links",
]
