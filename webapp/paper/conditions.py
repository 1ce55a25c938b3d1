"""What must be ticked for a question to apply, in words, where few words can say it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.logic import And, Not, Or
from webapp.questionnaire.rules.nodes import ChoiceIs, IsKnown, Node, Picked

LeadsPast = Callable[[str, str], bool]
"""A function that returns whether "go to" beside an option of a question leads past another question."""


@dataclass(frozen=True)
class QuestionCondition:
    """Answers that a question is only asked after, and answers after which it is left out, as text or ""."""

    only_if: str = ""
    unless: str = ""


@dataclass(frozen=True)
class ConditionWriter:
    """Writes the conditions of a form. `numbers` are those of its questions.

    A condition that takes more words is left out: an answer to a question that does not apply is ignored.
    """

    questionnaire: Questionnaire
    numbers: dict[str, int]
    localizer: Localizer

    def write(self, question: Question, leads_past: LeadsPast) -> QuestionCondition:
        """Return the condition of a question, without what "go to" says already."""
        if question.show_if is None:
            return QuestionCondition()
        only_if, unless = [], []
        for part in _parts(question.show_if):
            if all(leads_past(one, option) for one, option in self._hiding(part)):
                continue
            if isinstance(part, Not):
                unless.append(self._ticked(part.child))
            else:
                only_if.append(self._ticked(part))
        if not all((*only_if, *unless)):
            return QuestionCondition()
        return QuestionCondition(self._joined(only_if), self._joined(unless))

    def _hiding(self, rule: Node) -> Sequence[tuple[str, str]]:
        """Return the options, each with its question, after which a rule about one choice does not hold."""
        choice = rule.child if isinstance(rule, Not) else rule
        if not isinstance(choice, ChoiceIs):
            return [("", "")]
        if isinstance(rule, Not):
            return [(choice.question, option) for option in choice.options]
        options = self.questionnaire.questions[choice.question].options
        return [
            (choice.question, one.id)
            for one in options
            if not one.is_unknown and one.id not in choice.options
        ]

    def _ticked(self, rule: Node) -> str:
        """Return what a rule wants to be ticked, or "" for a rule about anything else."""
        texts = [self._one_ticked(part) for part in _parts(rule)]
        return self._joined(texts) if all(texts) else ""

    def _one_ticked(self, part: Node) -> str:
        if isinstance(part, IsKnown) and self._is_number(part.question):
            return self.localizer.gettext(
                "a number in question %(number)s", number=self.numbers[part.question]
            )
        if isinstance(part, ChoiceIs):
            return self._labels(part.question, part.options)
        if isinstance(part, Picked):
            return self._labels(part.question, (part.option,))
        return self._either(part) if isinstance(part, Or) else ""

    def _is_number(self, question: str) -> bool:
        return question in self.numbers and self.questionnaire.questions[question].kind == "number"

    def _either(self, rule: Or) -> str:
        picked = [part for part in rule.parts if isinstance(part, Picked)]
        if len(picked) == len(rule.parts) and len({part.question for part in picked}) == 1:
            return self._labels(picked[0].question, [part.option for part in picked])
        texts = [self._ticked(part) for part in rule.parts]
        return self.localizer.gettext(", or ").join(texts) if all(texts) else ""

    def _labels(self, question: str, options: Sequence[str]) -> str:
        if question not in self.numbers:
            return ""
        known = self.questionnaire.questions[question]
        labels = [self.localizer.quote(known.option(option).label) for option in options]
        return self.localizer.gettext(
            "%(labels)s in question %(number)s",
            labels=self.localizer.gettext(" or ").join(labels),
            number=self.numbers[question],
        )

    def _joined(self, texts: Sequence[str]) -> str:
        return self.localizer.gettext(", and ").join(texts)


def _parts(rule: Node) -> list[Node]:
    """Return what must hold together. Where an option must be ticked, the question is answered anyway."""
    parts = rule.parts if isinstance(rule, And) else (rule,)
    ticked = {question for part in parts for question in part.names().questions - part.names().known}
    return [part for part in parts if not (isinstance(part, IsKnown) and part.question in ticked)]
