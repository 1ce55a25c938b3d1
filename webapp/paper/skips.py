"""Skip rules on paper: "go to 12", derived from the rules that hide questions."""

from collections.abc import Mapping, Sequence

from webapp.paper.situations import PartialSituation, option_value
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire

Jumps = Mapping[AnswerValue, int]
"""By answer, the index of the next question to answer, for answers after which questions are left out."""


def jumps(
    questionnaire: Questionnaire, presets: Mapping[str, str], asked: Sequence[Question], at: int
) -> Jumps:
    """Return where to go on after each answer to the question at this index; the end is `len(asked)`."""
    targets = {
        value: _next_asked(questionnaire, {**presets, asked[at].id: value}, asked, at)
        for value in _jumping_values(asked[at])
    }
    return {value: target for value, target in targets.items() if target > at + 1}


def _next_asked(
    questionnaire: Questionnaire, given: Mapping[str, AnswerValue], asked: Sequence[Question], at: int
) -> int:
    """Return the index of the first question that these answers do not surely hide."""
    hidden: list[str] = []
    for following in range(at + 1, len(asked)):
        question = asked[following]
        situation = PartialSituation(questionnaire, given, hidden)
        if question.show_if is None or question.show_if.value(situation) is not False:
            return following
        hidden.append(question.id)
    return len(asked)


def _jumping_values(question: Question) -> list[AnswerValue]:
    """Return the answers to try: zero, each option of a single choice, exclusive ones of a multiple one."""
    if question.kind == "number":
        return [0] if min(row.low for row in question.bounds) == 0 else []
    alone = (one for one in question.options if question.kind == "single" or one.exclusive)
    return [option_value(question, option.id) for option in alone]
