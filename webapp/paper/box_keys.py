"""The key of each box: which answer it is ticked for."""

from fractions import Fraction
from typing import NamedTuple

from webapp.questionnaire.rules.numbers import Number, reduced, write_exact

UNSURE = "?"  # the box "Not sure" beside a number
PLUS = "+"  # an amount of a number
SEPARATOR = "/"


class BoxKey(NamedTuple):
    """A box of a question. `mark` is an option id, PLUS with an amount, or UNSURE."""

    question: str
    mark: str

    @classmethod
    def of_amount(cls, question: str, amount: Number) -> "BoxKey":
        return cls(question, f"{PLUS}{write_exact(amount)}")

    @classmethod
    def parse(cls, text: str) -> "BoxKey":
        question, _, mark = text.partition(SEPARATOR)
        return cls(question, mark)

    @property
    def text(self) -> str:
        return f"{self.question}{SEPARATOR}{self.mark}"

    @property
    def amount(self) -> Number | None:
        """The amount that the box stands for, or None."""
        return reduced(Fraction(self.mark[1:])) if self.mark.startswith(PLUS) else None
