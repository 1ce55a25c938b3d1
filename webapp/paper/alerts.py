"""What the screen would say at once, and paper must say beside the box: stop here, tell the desk now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.paper.situations import PartialSituation, option_value, single_values
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Option, Question, Questionnaire, SafetyFlag
from webapp.questionnaire.rules.situation import Situation


@dataclass(frozen=True)
class Alerts:
    """The safety flags that a form on paper cannot raise by itself."""

    questionnaire: Questionnaire
    presets: Mapping[str, str]

    def stops(self, question: Question) -> Sequence[AnswerValue]:
        """Return the answers to this question that end the form, whatever else is answered."""
        rules = [flag.when for flag in self._about(question) if flag.tier == "stop"]
        if not rules:
            return ()
        values = ((value, self._with(question, value)) for value in single_values(question))
        return [value for value, situation in values if any(rule.value(situation) is True for rule in rules)]

    def urgent(self, question: Question) -> frozenset[str]:
        """Return the ids of the options that a practitioner must hear of at once."""
        flags = [flag for flag in self._about(question) if flag.tier == "1" or flag.is_at_once]
        options = (one for one in question.options if not (one.exclusive or one.is_unknown))
        return frozenset(
            one.id for one in options if any(self._raises(flag, question, one) for flag in flags)
        )

    def _about(self, question: Question) -> Iterator[SafetyFlag]:
        for flag in self.questionnaire.safety:
            if question.id in self._behind(flag):
                yield flag

    def _behind(self, flag: SafetyFlag) -> frozenset[str]:
        return self.questionnaire.rule_book.questions_of([flag.when])

    def _raises(self, flag: SafetyFlag, question: Question, option: Option) -> bool:
        """Return whether the option raises the flag by itself, or is the first of several that may."""
        truth = flag.when.value(self._with(question, option_value(question, option.id)))
        if truth is not None:
            return truth is True
        first = next(one for one in self.questionnaire.questions if one in self._behind(flag))
        return question.id == first and any(
            flag.when.value(self._with(question, other)) is False for other in self._harmless(question)
        )

    def _harmless(self, question: Question) -> Iterator[AnswerValue]:
        for option in question.options:
            if not option.is_unknown and (option.exclusive or question.kind == "single"):
                yield option_value(question, option.id)

    def _with(self, question: Question, value: AnswerValue) -> Situation:
        return PartialSituation(self.questionnaire, {**self.presets, question.id: value})
