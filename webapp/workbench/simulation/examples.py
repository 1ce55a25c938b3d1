"""Example people whose findings and reports authors look at."""

from random import Random

from webapp.assessment import Assessment, assess, validate_answers
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.simulation.people import USUALLY_UNSURE, PeopleGenerator

PEOPLE = 9  # made-up people to choose from, apart from number 0, who answers nothing
MAX_TRIES = 1000  # people who are made up until the form does not stop one


def example(questionnaire: Questionnaire, number: int) -> Assessment:
    """Return the assessment of an example person; number 0 answers nothing.

    One number gives similar answers in similar questionnaires.
    """
    if not number:
        return assess(validate_answers(questionnaire, {}))
    generator, random = PeopleGenerator(questionnaire, USUALLY_UNSURE), Random(number)  # noqa: S311 - nothing secret
    people = (generator.generate(random) for _ in range(MAX_TRIES))
    person = next((one for one in people if not one.stopped), None)
    return assess(person.answers if person else validate_answers(questionnaire, {}))
