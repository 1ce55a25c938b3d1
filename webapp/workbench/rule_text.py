"""Rules as sentences: for people who write questionnaires and no programs."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.titles import TitleVocabulary


def rule_text(rule: Node, questionnaire: Questionnaire) -> str:
    """Return a rule as a sentence."""
    return rule.write(SentenceVocabulary(questionnaire))


class SentenceVocabulary(TitleVocabulary):
    """Titles and labels, with words in place of signs."""

    brackets_in_or: ClassVar[bool] = True
    signs: ClassVar[Mapping[str, str]] = {
        "<": "is below",
        "<=": "is at most",
        "==": "is",
        "!=": "is not",
        ">": "is above",
        ">=": "is at least",
        "*": "×",
        "/": "÷",
        "min": "the smallest of ",
        "max": "the largest of ",
    }

    def figure(self, question: str, figure: str) -> str:
        return f"the {figure} of “{self.name(question)}”"

    def truth(self, *, truth: bool) -> str:
        return "always" if truth else "never"

    def known(self, question: str, *, is_denied: bool = False) -> str:
        return f"{self.name(question)} was {'not ' if is_denied else ''}answered"

    def one_of(self, question: str, options: Sequence[str], *, is_denied: bool = False) -> str:
        *others, last = (self.label(question, option) for option in options)
        labels = f"{', '.join(others)} or {last}" if others else last
        return f"{self.name(question)} is {'not ' if is_denied else ''}{labels}"

    def ticked(self, question: str, option: str, *, is_denied: bool = False) -> str:
        return f"{self.label(question, option)} is {'not ' if is_denied else ''}ticked"

    def no(self, measure: str) -> str:
        return self.negate(self.name(measure), is_compound=True)

    def negate(self, text: str, *, is_compound: bool) -> str:
        return f"not ({text})"

    def either(self, parts: Sequence[tuple[str, str]]) -> str:
        return ", or ".join(text for _, text in parts)

    def rows(self, rows: Sequence[tuple[str, str]]) -> str:
        return "; ".join(f"{value} {f'where {when}' if when else 'otherwise'}" for value, when in rows)
