"""The choice of the questions of a follow-up, in five lines: see README.md."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from webapp.assessment.answers import Answers, resolve
from webapp.assessment.asked import is_asked
from webapp.assessment.assess import TIERS_BY_URGENCY, assess
from webapp.assessment.gaps import asked_for
from webapp.clinic import Clinic
from webapp.follow_up.last_time import LastTime, comparable_answers, kept_answers
from webapp.follow_up.openings import may_be_shown
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules.numbers import Number

MOST_QUESTIONS = 15
MOST_MINUTES = 2


@dataclass(frozen=True)
class FollowUp:
    """What a follow-up asks, and what it takes from last time.

    `asked` are the questions to ask, in order; more may follow from their answers, up to the limits. `kept`
    are the answers that count as they were, and `settled` all questions that are not asked: kept ones, and
    those that count as unknown because their answer is too old or the question has changed. With `is_whole`
    the short form could not hold what safety needs, and everything is asked.
    """

    asked: tuple[str, ...]
    kept: Mapping[str, AnswerValue]
    settled: frozenset[str]
    minutes: Number
    is_whole: bool = False


def choose(
    last: LastTime, questionnaire: Questionnaire, clinic: Clinic, today: date, about: Sequence[str]
) -> FollowUp:
    """Choose the questions of a follow-up. `about` are the ids of those that the plan is about."""
    return _Choice(last, questionnaire, clinic, today).made(about)


@dataclass
class _Choice:
    last: LastTime
    questionnaire: Questionnaire
    clinic: Clinic
    today: date
    chosen: set[str] = field(default_factory=set)

    def made(self, about: Sequence[str]) -> FollowUp:
        self.chosen = self._needed()
        if not self._fits(self.chosen):
            return FollowUp(self._due, {}, frozenset(), self._minutes(self._due), is_whole=True)
        for group in (
            *({question} for question in about),
            *map(self._with_gates, about),
            *map(self._with_dependents, about),
            *map(self._with_gates, self._gaps()),
        ):
            self._add(group)
        asked = self._in_order(self.chosen)
        kept = {one: value for one, value in self._kept.items() if one not in self.chosen}
        return FollowUp(asked, kept, frozenset(self._due) - self.chosen, self._minutes(asked))

    @cached_property
    def _kept(self) -> Mapping[str, AnswerValue]:
        return {**kept_answers(self.last, self.questionnaire, self.today), **self.clinic.presets}

    @cached_property
    def _answers(self) -> Answers:
        return resolve(self.questionnaire, self._kept)

    @cached_property
    def _due(self) -> tuple[str, ...]:
        """The questions that were asked last time, and those that the kept answers make due."""
        before = comparable_answers(self.last, self.questionnaire)
        return self._in_order({*before, *self._answers.given})

    def _in_order(self, questions: Collection[str]) -> tuple[str, ...]:
        every = self.questionnaire.questions.values()
        return tuple(one.id for one in every if one.id in questions and is_asked(one, self.clinic))

    def _needed(self) -> set[str]:
        """Return what must be asked: no kept answer, and a safety flag looks at it or it is required."""
        book, parents = self.questionnaire.rule_book, self.questionnaire.parents
        read = book.questions_of(flag.when for flag in self.questionnaire.safety)
        read = read.union(*(parents[one] for one in read))
        return {one for one in self._due if self._is_lost(one, read)}

    def _is_lost(self, question: str, read: Collection[str]) -> bool:
        is_required = self.questionnaire.questions[question].required
        if question not in self._kept:
            return is_required or question in read
        return is_required and self._kept[question] is None and not self._may_be_unsure(question)

    def _may_be_unsure(self, question: str) -> bool:
        return self.questionnaire.questions[question].kind == "number"

    def _with_gates(self, question: str) -> set[str]:
        """Return the question and those of its section that decide whether it is asked."""
        section = self.questionnaire.questions[question].section
        gates = self.questionnaire.parents[question]
        return {question, *(one for one in gates if self.questionnaire.questions[one].section == section)}

    def _with_dependents(self, question: str) -> set[str]:
        """Return the question, its gates, and the questions that were asked because of its answer."""
        parents = self.questionnaire.parents
        return {*self._with_gates(question), *(one for one in self._due if question in parents[one])}

    def _add(self, group: Collection[str]) -> None:
        """Add those of these questions that are due, if all of them fit."""
        wider = self.chosen.union(one for one in group if one in self._due)
        if wider != self.chosen and self._fits(wider):
            self.chosen = wider

    def _fits(self, questions: Collection[str]) -> bool:
        """Return whether the form stays short, whatever is answered."""
        shown = may_be_shown(self.questionnaire, self._kept, questions)
        settled = set(self._due) - set(questions)
        asked = self._in_order([one for one in shown if one not in settled])
        return len(asked) <= MOST_QUESTIONS and self._minutes(asked) <= MOST_MINUTES

    def _minutes(self, questions: Iterable[str]) -> Number:
        return sum((self._minutes_of(self.questionnaire.questions[one]) for one in questions), Fraction())

    def _minutes_of(self, question: Question) -> Number:
        """Return the question's share, by what there is to read, in the minutes of its section."""
        minutes, letters = self._sections[question.section]
        return minutes * Fraction(_letters(question), letters)

    @cached_property
    def _sections(self) -> Mapping[str, tuple[Number, int]]:
        """The minutes of each section, and the letters of the questions that this person was asked there."""
        found = {}
        for section in self.questionnaire.sections:
            asked = [one for one in section.questions if one.id in self._due] or section.questions
            found[section.id] = section.minutes, sum(map(_letters, asked))
        return found

    def _gaps(self) -> Iterator[str]:
        """Yield the questions that would settle a safety flag, then those that would narrow a finding."""
        flags = sorted(self.questionnaire.safety, key=lambda flag: TIERS_BY_URGENCY.index(flag.tier))
        for flag in flags:
            yield from asked_for(self._answers, [flag.when])
        for finding in assess(self._answers, changes=False).ordered():
            yield from finding.gaps


def _letters(question: Question) -> int:
    texts = question.text, question.help, *(option.label for option in question.options)
    return sum(map(len, texts))
