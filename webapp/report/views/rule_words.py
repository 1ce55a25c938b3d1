"""How a rule of the trace is written for practitioners."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from webapp.localization.localizer import ENGLISH, Localizer
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Cases
from webapp.questionnaire.rules.facts import Facts
from webapp.questionnaire.rules.level_asked import LevelAsked
from webapp.questionnaire.rules.nodes import MeasureRef, Node
from webapp.questionnaire.rules.numbers import Number
from webapp.questionnaire.titles import TitleVocabulary
from webapp.report.views.ranges import level_range

MANY_PICKS = 3
"""If a rule that does not hold asks for this many answers to one question, it only says how many."""


class PractitionerVocabulary(TitleVocabulary):
    """The rule language with titles and labels, the signs of mathematics, and levels in a sentence.

    A yes/no and a level are followed by what they rest on, down to numbers and answers.
    """

    signs: ClassVar[Mapping[str, str]] = {"*": "×", ">=": "≥", "<=": "≤", "==": "=", "!=": "≠"}

    def __init__(
        self,
        questionnaire: Questionnaire,
        words: Localizer = ENGLISH,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(questionnaire)
        self.words = words
        self.hidden = hidden

    def label(self, question: str, option: str) -> str:
        return self.words.quote(self.questionnaire.questions[question].option(option).label)

    def figure(self, question: str, figure: str) -> str:
        name = self.words.quote(self.name(question))
        return self.words.gettext(
            "%(figure)s of %(name)s", figure=self.words.own_direction(figure), name=name
        )

    def known(self, question: str, *, is_denied: bool = False) -> str:
        name = self.name(question)
        if is_denied:
            return self.words.gettext("%(name)s was not answered", name=name)
        return self.words.gettext("%(name)s was answered", name=name)

    def chosen(self, question: str, option: str, *, is_denied: bool = False) -> str:
        label = self.label(question, option) if option else "?"
        said = self.words.gettext("%(name)s is %(label)s", name=self.name(question), label=label)
        return self._denied(said, is_denied)

    def ticked(self, question: str, option: str, *, is_denied: bool = False) -> str:
        name, label = self.name(question), self.label(question, option)
        return self._denied(self.words.gettext("%(label)s in %(name)s", label=label, name=name), is_denied)

    def no(self, measure: str) -> str:
        return self.words.gettext("%(name)s: no", name=self.name(measure))

    def level(self, name: str, levels: str, bound: str, asked: LevelAsked, facts: Facts) -> str:
        wanted = {">=": self.words.gettext("%(level)s or more", level=bound), "==": bound}.get(asked.sign)
        if wanted is None:
            return super().level(name, levels, bound, asked, facts)
        values = {"name": self.name(name), "levels": levels}
        if reason := self.reason(name, facts, asked):
            return self.words.gettext("%(name)s is %(levels)s (%(reason)s)", reason=reason, **values)
        return self.words.gettext("%(name)s is %(levels)s (this asks for %(asked)s)", asked=wanted, **values)

    def yes(self, measure: str, facts: Facts) -> str:
        name, reason = self.name(measure), self.reason(measure, facts)
        return self.words.gettext("%(name)s (%(reason)s)", name=name, reason=reason) if reason else name

    def reason(self, name: str, facts: Facts, asked: LevelAsked | None = None) -> str:
        """Return what a yes/no rests on, or a level that is asked for.

        Return "" for a number, a hidden score and another factor.
        """
        measure = self.questionnaire.measures.get(name)
        if measure is None or measure.type == "number" or name in self.hidden:
            return ""
        brief = BriefVocabulary(self.questionnaire, self.words, self.hidden)
        if not isinstance(measure.formula, Cases):
            return measure.formula.write(brief, facts)
        rows = (measure.formula.rows[place] for place in measure.formula.places(facts, asked))
        reasons = (brief.row(when, value, facts, asked) for when, value in rows)
        return self._alternatives(list(dict.fromkeys(filter(None, reasons))))

    def levels(self, levels: tuple[Number, Number]) -> str:
        return level_range(levels, self.words)

    def negate(self, text: str, *, is_compound: bool) -> str:
        return self._denied(f"({text})" if is_compound else text, is_denied=True)

    def both(self, parts: Sequence[str]) -> str:
        return self.words.pgettext("between conditions", " and ").join(parts)

    def either(self, parts: Sequence[tuple[str, str]]) -> str:
        return self._alternatives([text for _, text in parts])

    def chosen_row(self, values: Sequence[str], when: str) -> str:
        value = self._alternatives(values)
        return (
            self.words.gettext("%(value)s if %(condition)s", value=value, condition=when) if when else value
        )

    def _alternatives(self, texts: Sequence[str]) -> str:
        return self.words.pgettext("between conditions", " or ").join(texts)

    def _denied(self, text: str, is_denied: bool) -> str:
        return self.words.gettext("not %(condition)s", condition=text) if is_denied else text


class BriefVocabulary(PractitionerVocabulary):
    """The same words for what a measure rests on, without what was denied or only answered."""

    brackets_in_or: ClassVar[bool] = True
    is_brief: ClassVar[bool] = True

    def row(self, when: Node | None, value: Node, facts: Facts, asked: LevelAsked | None) -> str:
        """Return why a row of a level counts or may count: its condition, and what its value rests on."""
        reason = self.reason(value.measure, facts, asked) if isinstance(value, MeasureRef) else ""
        return self.both(list(filter(None, (when.write(self, facts) if when else "", reason))))


class MissedRuleVocabulary(PractitionerVocabulary):
    """The same words for a rule that does not hold: long lists of what was not ticked are counted.

    What a yes/no or a level rests on is left out.
    """

    def reason(self, name: str, facts: Facts, asked: LevelAsked | None = None) -> str:
        return ""

    def either(self, parts: Sequence[tuple[str, str]]) -> str:
        return self._alternatives(list(self._counted(parts)))

    def _counted(self, parts: Sequence[tuple[str, str]]) -> Iterator[str]:
        for question, run in groupby(parts, key=lambda part: part[0]):
            texts = [text for _, text in run]
            if question and len(texts) >= MANY_PICKS:
                yield self.words.ngettext(
                    "any of %(num)s answer in %(name)s",
                    "any of %(num)s answers in %(name)s",
                    len(texts),
                    name=self.name(question),
                )
            else:
                yield from texts
