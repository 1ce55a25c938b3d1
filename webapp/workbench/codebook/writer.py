"""How a codebook writes rules, numbers and lists in the language of its questionnaire."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from webapp.localization.localizer import Localizer
from webapp.questionnaire.basis import Basis
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.numbers import Number, write_exact
from webapp.report.views.ranges import level_name
from webapp.report.views.rule_words import PractitionerVocabulary
from webapp.workbench.codebook.model import Fact, RuleRow


@dataclass(frozen=True)
class Writer:
    """A questionnaire, and the words of a codebook in its language."""

    asked: Questionnaire
    words: Localizer

    @cached_property
    def _vocabulary(self) -> "CodebookVocabulary":
        return CodebookVocabulary(self.asked, self.words)

    def rule(self, rule: Node) -> str:
        """Return a rule as the practitioner's page writes it, without anybody's numbers in it."""
        return self.words.maths(rule.write(self._vocabulary))

    def condition(self, when: Node | None, always: str) -> tuple[str, str]:
        """Return a condition in words and as the file has it; `always` is said where there is none."""
        return (self.rule(when), when.text) if when else (always, "")

    def printed(self, label: str, when: Node | None, basis: Basis | None = None) -> tuple[RuleRow, ...]:
        """Return a row for the condition of something; nothing where there is none."""
        return (RuleRow(label, self.rule(when), when.text, basis),) if when else ()

    @property
    def always(self) -> str:
        return self.words.gettext("always")

    @property
    def otherwise(self) -> str:
        return self.words.gettext("otherwise")

    def span(self, low: Number, high: Number) -> str:
        """Return a range: "0–15"."""
        return self.words.number(f"{write_exact(low)}–{write_exact(high)}")

    def short_names(self, questions: Iterable[str]) -> str:
        return self.words.join_phrases(self.asked.questions[name].short_name for name in questions)


def stated(*facts: Fact) -> tuple[Fact, ...]:
    """Return the facts that say something."""
    return tuple(fact for fact in facts if fact.text)


class CodebookVocabulary(PractitionerVocabulary):
    """The words of the practitioner's page, for rules before anybody has answered."""

    brackets_in_or: ClassVar[bool] = True

    def level_word(self, level: Level) -> str:
        return level_name(level, self.words)

    def extreme(self, name: str, parts: Sequence[str]) -> str:
        numbers = self.words.join_phrases(parts)
        if name == "min":
            return self.words.gettext("the smallest of (%(numbers)s)", numbers=numbers)
        return self.words.gettext("the largest of (%(numbers)s)", numbers=numbers)

    def truth(self, *, truth: bool) -> str:
        return self.words.gettext("always") if truth else self.words.gettext("never")

    def one_of(self, question: str, options: Sequence[str], *, is_denied: bool = False) -> str:
        labels = self._alternatives([self.label(question, option) for option in options])
        said = self.words.gettext("%(name)s is %(label)s", name=self.name(question), label=labels)
        return self._denied(said, is_denied)

    def rows(self, rows: Sequence[tuple[str, str]]) -> str:
        return self.words.join_phrases(self.chosen_row([value], when) for value, when in rows)
