"""A QuestionnaireResponse of ours, as JSON, with items of others in it."""

from __future__ import annotations

import json

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import Resource, response_of
from webapp.assessment import validate_answers


def through_json(resource: Resource) -> Resource:
    copy: Resource = json.loads(json.dumps(resource))
    return copy


def response(**given_answers: object) -> Resource:
    return through_json(response_of(validate_answers(QUESTIONNAIRE, given_answers)))


def with_item(link: str, **parts: object) -> Resource:
    """A response with this one item only."""
    return {**response(), "item": [{"linkId": link, **parts}]}
