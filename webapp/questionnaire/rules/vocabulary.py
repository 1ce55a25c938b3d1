"""How the pieces of a rule are written: one vocabulary for each reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar


class Vocabulary:
    """The rule language itself. A subclass overrides what its readers call otherwise.

    `is_denied` is true where the piece stands after "not".
    """

    signs: ClassVar[Mapping[str, str]] = {}
    """Signs, and the words min and max, that are not written as in the rule language."""

    brackets_in_or: ClassVar[bool] = False
    """Whether an "and" within an "or" stands in brackets."""

    def sign(self, sign: str) -> str:
        return self.signs.get(sign, sign)

    def name(self, name: str) -> str:
        """Write a question, a measure or a factor."""
        return name

    def figure(self, question: str, figure: str) -> str:
        """Write an option's own number."""
        return f"{self.name(question)}.{figure}"

    def truth(self, *, truth: bool) -> str:
        return "true" if truth else "false"

    def known(self, question: str, *, is_denied: bool = False) -> str:
        """Write that a question was answered."""
        return _denied(f"known({self.name(question)})", is_denied)

    def one_of(self, question: str, options: Sequence[str], *, is_denied: bool = False) -> str:
        """Write that the option chosen is one of these."""
        if len(options) == 1:
            return _denied(f"{question} == '{options[0]}'", is_denied)
        return _denied(f"{question} in [{', '.join(map(repr, options))}]", is_denied)

    def chosen(self, question: str, option: str, *, is_denied: bool = False) -> str:
        """Write which option was chosen; "" where more than one is possible."""
        return _denied(f"{question} is {option or '?'}", is_denied)

    def ticked(self, question: str, option: str, *, is_denied: bool = False) -> str:
        """Write that an option of a multiple choice is ticked."""
        return _denied(f"'{option}' in {question}", is_denied)

    def no(self, measure: str) -> str:
        """Write that a yes/no measure is no."""
        return f"not {self.name(measure)}"

    def level(self, name: str, levels: str, sign: str, bound: str) -> str:
        """Write how the level of a factor or measure compares with a bound."""
        return f"{self.name(name)} {levels} {self.sign(sign)} {bound}"

    def negate(self, text: str, *, is_compound: bool) -> str:
        return f"not ({text})" if is_compound else f"not {text}"

    def either(self, parts: Sequence[tuple[str, str]]) -> str:
        """Write alternatives, each with the multiple choice that it is a pick of, or ""."""
        return " or ".join(text for _, text in parts)

    def rows(self, rows: Sequence[tuple[str, str]]) -> str:
        """Write values with their conditions; "" for the last, which has none."""
        return "; ".join(f"{value} if {when}" if when else value for value, when in rows)


def _denied(text: str, is_denied: bool) -> str:
    return f"not {text}" if is_denied else text


class TraceVocabulary(Vocabulary):
    """The rule language with the sign of multiplication that people write."""

    signs: ClassVar[Mapping[str, str]] = {"*": "×"}


LANGUAGE = Vocabulary()
TRACE = TraceVocabulary()
