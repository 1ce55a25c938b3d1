"""Skip rules on paper: "go to 12", derived from the rules that hide questions."""

from collections.abc import Mapping, Sequence

from webapp.localization.localizer import Localizer
from webapp.paper.situations import PartialSituation, option_value
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.nodes import ChoiceIs, Picked
from webapp.questionnaire.rules.operations import Or
from webapp.questionnaire.titles import TitleVocabulary

Jumps = Mapping[AnswerValue, int]
"""For answers after which questions are left out: the index of the next question that is asked."""


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
    """Return the answers to try: of a number zero alone, of several options those that stand alone."""
    if question.kind == "number":
        return [0] if min(row.low for row in question.bounds) == 0 else []
    alone = (one for one in question.options if question.kind == "single" or one.exclusive)
    return [option_value(question, option.id) for option in alone]


class ConditionVocabulary(TitleVocabulary):
    """Conditions as a form on paper says them: by the label and the number of the question."""

    def __init__(
        self, questionnaire: Questionnaire, numbers: Mapping[str, int], localizer: Localizer
    ) -> None:
        super().__init__(questionnaire)
        self.numbers = numbers
        self.localizer = localizer

    def one_of(self, question: str, options: Sequence[str], *, is_denied: bool = False) -> str:
        return self._where(question, [self.label(question, option) for option in options])

    def ticked(self, question: str, option: str, *, is_denied: bool = False) -> str:
        return self._where(question, [self.label(question, option)])

    def label(self, question: str, option: str) -> str:
        return self.localizer.quote(self.questionnaire.questions[question].option(option).label)

    def _where(self, question: str, labels: Sequence[str]) -> str:
        return self.localizer.gettext(
            "%(labels)s in question %(number)s",
            labels=self.localizer.gettext(" or ").join(labels),
            number=self.numbers[question],
        )


def condition(question: Question, words: ConditionVocabulary) -> str:
    """Return what must have been ticked for the question to be asked, or "" where that takes more words.

    Somebody who answers a question that is not for them does no harm: such answers are left out.
    """
    rule = question.show_if
    if isinstance(rule, ChoiceIs | Picked):
        return rule.write(words) if rule.question in words.numbers else ""
    if isinstance(rule, Or):
        picks = [part for part in rule.parts if isinstance(part, Picked)]
        asked = {pick.question for pick in picks}
        if len(picks) == len(rule.parts) and len(asked) == 1 and asked <= set(words.numbers):
            return words.one_of(picks[0].question, [pick.option for pick in picks])
    return ""
