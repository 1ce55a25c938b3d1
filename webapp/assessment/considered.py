"""Which of the tests that the questionnaire names are to be considered for one person."""

from webapp.assessment.answers import Answers
from webapp.questionnaire.practice import ConsideredRule, ReasonRule
from webapp.questionnaire.rules.nodes import Node


def reasons_to_consider(test: ConsideredRule, answers: Answers) -> tuple[ReasonRule, ...]:
    """Return the reasons that hold for certain; none where the test is not to be considered."""

    def holds(when: Node | None) -> bool:
        return when is None or when.value(answers.situation) is True

    return tuple(one for one in test.reasons if holds(one.when)) if holds(test.when) else ()
