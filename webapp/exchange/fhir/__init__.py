"""FHIR R4 with Structured Data Capture 3.0.0: out as plain values for JSON, and answers back in."""

from webapp.exchange.fhir.bundle import bundle_resource, record_bundle
from webapp.exchange.fhir.code_system import code_system_resource
from webapp.exchange.fhir.parse_plan import PlanUnreadableError, parse_plan
from webapp.exchange.fhir.parse_response import ResponseErrors, ResponseOrigin, parse_origin, parse_response
from webapp.exchange.fhir.questionnaire import questionnaire_resource
from webapp.exchange.fhir.response import response_resource
from webapp.exchange.fhir.self_check import resource_problems
from webapp.exchange.fhir.translations import with_translations
