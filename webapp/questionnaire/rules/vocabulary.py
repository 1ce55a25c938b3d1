"""Vocabularies: how the names, options and signs of a rule are written, one class for each kind of reader."""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from typing import ClassVar, Self

from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.facts import Facts, Value
from webapp.questionnaire.rules.intervals import Ends, OrAbsent
from webapp.questionnaire.rules.level_asked import LevelAsked
from webapp.questionnaire.rules.numbers import ROUNDED, write_interval, write_levels, write_number


class Vocabulary:
    """The rule language itself. Subclasses override what their readers call otherwise.

    `is_denied` is true after "not".
    """

    signs: ClassVar[Mapping[str, str]] = {}
    """Signs, and the words min and max, that are written otherwise than in the rule language."""

    hidden: frozenset[str] = frozenset()
    """Measures whose numbers are not written where a rule is filled with them."""

    decimals: int = ROUNDED
    """The places to which a number is rounded that was worked out. Those of the file are written exactly."""

    brackets_in_or: ClassVar[bool] = False
    """Whether an "and" inside an "or" is put in brackets."""

    is_brief: ClassVar[bool] = False
    """Whether an "and" that is filled leaves out what was denied, or only answered, beside other reasons."""

    def sign(self, sign: str) -> str:
        return self.signs.get(sign, sign)

    def name(self, name: str) -> str:
        """Return the name of a question, measure or factor."""
        return name

    def level_word(self, level: Level) -> str:
        """Return a level that a rule names."""
        return level.word

    def amount(self, value: Value) -> str:
        """Return a number, a range, "–" for an absent number, or both for one that may be absent."""
        if isinstance(value, OrAbsent):
            return self.chosen_row((self.amount(None), self.amount(value.ends)), "")
        return write_interval(value, partial(write_number, decimals=self.decimals))

    def with_decimals(self, decimals: int) -> Self:
        """Return the same vocabulary with numbers rounded otherwise."""
        words = copy(self)
        words.decimals = decimals
        return words

    def levels(self, levels: Ends) -> str:
        """Return a level that was found, or a range such as "slight–strong"."""
        return write_levels(levels)

    def extreme(self, name: str, parts: Sequence[str]) -> str:
        """Return the smallest ("min") or the largest ("max") of several numbers."""
        return f"{self.sign(name)}({', '.join(parts)})"

    def figure(self, question: str, figure: str) -> str:
        """Return the name of an option's own number."""
        return f"{self.name(question)}.{figure}"

    def truth(self, *, truth: bool) -> str:
        return "true" if truth else "false"

    def known(self, question: str, *, is_denied: bool = False) -> str:
        """Return the text of a test whether a question was answered."""
        return _denied(f"known({self.name(question)})", is_denied)

    def one_of(self, question: str, options: Sequence[str], *, is_denied: bool = False) -> str:
        """Return the text of a choice that is one of these options."""
        if len(options) == 1:
            return _denied(f"{question} == '{options[0]}'", is_denied)
        return _denied(f"{question} in [{', '.join(map(repr, options))}]", is_denied)

    def chosen(self, question: str, option: str, *, is_denied: bool = False) -> str:
        """Return the text of the option that was chosen; `option` is "" where several are possible."""
        return _denied(f"{question} is {option or '?'}", is_denied)

    def ticked(self, question: str, option: str, *, is_denied: bool = False) -> str:
        """Return the text of an option of a multiple choice that is ticked."""
        return _denied(f"'{option}' in {question}", is_denied)

    def no(self, measure: str) -> str:
        """Return the text of a yes/no measure that is no."""
        return f"not {self.name(measure)}"

    def level(self, name: str, levels: str, bound: str, asked: LevelAsked, facts: Facts) -> str:
        """Return the comparison of a level (or a range of levels) with a bound."""
        return f"{self.name(name)} {levels} {self.sign(asked.sign)} {bound}"

    def yes(self, measure: str, facts: Facts) -> str:
        """Return the text of a yes/no measure that is yes, or may be."""
        return self.name(measure)

    def negate(self, text: str, *, is_compound: bool) -> str:
        return f"not ({text})" if is_compound else f"not {text}"

    def either(self, parts: Sequence[tuple[str, str]]) -> str:
        """Join alternatives, each with the multiple choice that it is an option of, or ""."""
        return " or ".join(text for _, text in parts)

    def both(self, parts: Sequence[str]) -> str:
        """Join conditions that must all hold."""
        return " and ".join(parts)

    def chosen_row(self, values: Sequence[str], when: str) -> str:
        """Return the values of the rows that may count, with the condition of a single one, or ""."""
        value = " or ".join(values)
        return f"{value} if {when}" if when else value

    def rows(self, rows: Sequence[tuple[str, str]]) -> str:
        """Join values with their conditions; the condition of the last is ""."""
        return "; ".join(f"{value} if {when}" if when else value for value, when in rows)


def _denied(text: str, is_denied: bool) -> str:
    return f"not {text}" if is_denied else text


class TraceVocabulary(Vocabulary):
    """The rule language with × for multiplication."""

    signs: ClassVar[Mapping[str, str]] = {"*": "×"}

    def __init__(self, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden


LANGUAGE = Vocabulary()
TRACE = TraceVocabulary()
