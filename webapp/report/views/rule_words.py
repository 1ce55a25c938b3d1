"""How a rule of the trace is written for practitioners."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from webapp.questionnaire.titles import TitleVocabulary

MANY_PICKS = 3
"""From so many answers to one question on, a rule that does not hold only says how many there are."""


class PractitionerVocabulary(TitleVocabulary):
    """The rule language with titles and labels, the signs of mathematics, and levels in a sentence."""

    signs: ClassVar[Mapping[str, str]] = {"*": "×", ">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}

    def chosen(self, question: str, option: str, *, is_denied: bool = False) -> str:
        label = self.label(question, option) if option else "?"
        return f"{'not ' if is_denied else ''}{self.name(question)} is {label}"

    def ticked(self, question: str, option: str, *, is_denied: bool = False) -> str:
        return f"{'not ' if is_denied else ''}{self.label(question, option)} in {self.name(question)}"

    def no(self, measure: str) -> str:
        return f"{self.name(measure)}: no"

    def level(self, name: str, levels: str, sign: str, bound: str) -> str:
        asked = {">=": f"{bound} or more", "==": bound}.get(sign)
        if asked is None:
            return super().level(name, levels, sign, bound)
        return f"{self.name(name)} is {levels} (this asks for {asked})"


class MissedRuleVocabulary(PractitionerVocabulary):
    """The same words for a rule that does not hold: long lists of what was not ticked are counted."""

    def either(self, parts: Sequence[tuple[str, str]]) -> str:
        return " or ".join(self._counted(parts))

    def _counted(self, parts: Sequence[tuple[str, str]]) -> Iterator[str]:
        for question, run in groupby(parts, key=lambda part: part[0]):
            texts = [text for _, text in run]
            if question and len(texts) >= MANY_PICKS:
                yield f"any of {len(texts)} answers in {self.name(question)}"
            else:
                yield from texts
