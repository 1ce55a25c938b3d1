"""Example people: authors look at their findings and reports, and render processes learn from them."""

from __future__ import annotations

from random import Random

from webapp.assessment import Assessment, assess, validate_answers
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.simulation.people import USUALLY_UNSURE, PeopleGenerator

PEOPLE = 9
"""Made-up people to choose from, besides the one who says nothing."""

MAX_TRIES = 1000
"""People who are made up until one is not stopped by the form."""


def example(questionnaire: Questionnaire, number: int) -> Assessment:
    """One example person; number 0 says nothing at all. The same number gives much the same answers."""
    if not number:
        return assess(validate_answers(questionnaire, {}))
    generator, random = PeopleGenerator(questionnaire, USUALLY_UNSURE), Random(number)  # noqa: S311 - nothing secret
    people = (generator.generate(random) for _ in range(MAX_TRIES))
    person = next((one for one in people if not one.stopped), None)
    return assess(person.answers if person else validate_answers(questionnaire, {}))
