"""The edition of a form: its paper, its print, and the questions that a clinic may leave out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from webapp.assessment.asked import is_asked
from webapp.clinic import Clinic
from webapp.paper.situations import PartialSituation
from webapp.questionnaire.model import Question, Questionnaire

PAPERS = ("a4", "letter")
LETTERS = {("a4", False): "A", ("a4", True): "B", ("letter", False): "L", ("letter", True): "M"}
"""The letter of paper and print in the codes of a page."""

MOST_OPTIONAL = 8
"""The most questions that may depend on the clinic: the codes have a bit for each, in order of asking."""


@dataclass(frozen=True)
class FormEdition:
    """Paper "a4" or "letter", large print or not, and which of the clinic's questions are asked.

    `optional` has a bit for each question that a clinic may preset or switch on, the first in the lowest.
    """

    paper: str = "a4"
    is_large: bool = False
    optional: int = 0

    @classmethod
    def of_clinic(
        cls, questionnaire: Questionnaire, clinic: Clinic, paper: str, *, is_large: bool
    ) -> "FormEdition":
        """Return the edition that this clinic hands out."""
        asked = (is_asked(question, clinic) for question in optional_questions(questionnaire))
        return cls(paper, is_large, sum(1 << bit for bit, is_there in enumerate(asked) if is_there))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `text` wrote. Raise ValueError."""
        found = [key for key, letter in LETTERS.items() if letter == text[:1]]
        if not found:
            raise ValueError("no edition has this letter")
        return cls(*found[0], int(text[1:], 16))

    @property
    def text(self) -> str:
        """The three letters of the edition in the codes."""
        return f"{LETTERS[self.paper, self.is_large]}{self.optional:02X}"

    def asked(self, questionnaire: Questionnaire, presets: Mapping[str, str]) -> Sequence[Question]:
        """Return the questions on the form, in order, without those that the clinic's presets hide."""
        left_out = self._left_out(questionnaire)
        situation = PartialSituation(questionnaire, self.fixed(questionnaire, presets))
        return [
            question
            for question in questionnaire.questions.values()
            if question.id not in left_out
            and (question.show_if is None or question.show_if.value(situation) is not False)
        ]

    def fixed(self, questionnaire: Questionnaire, presets: Mapping[str, str]) -> Mapping[str, str]:
        """Return the clinic's presets that count: those of questions that are not on the form."""
        left_out = self._left_out(questionnaire)
        return {one: value for one, value in presets.items() if one in left_out}

    def _left_out(self, questionnaire: Questionnaire) -> frozenset[str]:
        optional = [question.id for question in optional_questions(questionnaire)]
        return frozenset(one for bit, one in enumerate(optional) if not self.optional >> bit & 1)


def optional_questions(questionnaire: Questionnaire) -> Sequence[Question]:
    """Return the questions that a clinic may leave out."""
    return [one for one in questionnaire.questions.values() if one.clinic][:MOST_OPTIONAL]
