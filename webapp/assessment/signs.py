"""Warning signs that were ticked and that no safety message is about; and flags that may hold."""

from collections.abc import Collection, Iterable, Mapping

from webapp.assessment.answers import Answers
from webapp.assessment.assess import raised_flags
from webapp.questionnaire.model import Option, Question, SafetyFlag
from webapp.questionnaire.rules.facts import Picks
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.situation import Situation

NONE = Picks(frozenset(), frozenset())


def signs_without(answers: Answers, flags: Collection[SafetyFlag]) -> tuple[Option, ...]:
    """Return the signs that were ticked and that none of these raised flags is about, in order of asking.

    A flag is about a sign where it would hold with that sign alone, and would not without any.
    """
    ticked = _ticked_signs(answers)
    nothing = dict.fromkeys(ticked, NONE)
    without_any = _held(answers, flags, nothing)
    return tuple(
        option
        for question, options in ticked.items()
        for option in options
        if not _held(answers, flags, {**nothing, question: _only(option)}) - without_any
    )


def open_flags(answers: Answers) -> tuple[SafetyFlag, ...]:
    """Return the flags that do not stand, and would if the missing answers were certain ones."""
    situation, raised = _IfAnswered(answers), raised_flags(answers)
    flags = (flag for flag in answers.questionnaire.safety if flag not in raised)
    return tuple(flag for flag in flags if flag.when.value(situation) is not False)


def open_flags_on_signs(answers: Answers) -> tuple[SafetyFlag, ...]:
    """Return those of these flags that cannot hold but for a sign that was ticked."""
    situation = _IfAnswered(answers, dict.fromkeys(_ticked_signs(answers), NONE))
    return tuple(flag for flag in open_flags(answers) if flag.when.value(situation) is False)


class _IfAnswered(Situation):
    """What answers leave open, if those that are missing are given after all: what is known then is open.

    `picks` replace what was ticked.
    """

    __slots__ = ("missing",)

    def __init__(self, answers: Answers, picks: Mapping[str, Picks] | None = None) -> None:
        here = answers.situation
        super().__init__(here.book, {**here.domains, **(picks or {})}, here.known, here.unsure)
        self.missing = frozenset(one for one in answers.given if answers.is_unknown(one))

    def is_known(self, question: str) -> Truth:
        return None if question in self.missing else super().is_known(question)


def _ticked_signs(answers: Answers) -> Mapping[str, tuple[Option, ...]]:
    """Return the ticked options of each question that asks for signs, without those with none."""
    questions = answers.questionnaire.questions
    found = {one: _ticked(answers, questions[one]) for one in answers.given if questions[one].asks_signs}
    return {question: ticked for question, ticked in found.items() if ticked}


def _ticked(answers: Answers, question: Question) -> tuple[Option, ...]:
    given = answers.given[question.id]
    options = map(question.option, given) if isinstance(given, tuple) else ()
    return tuple(one for one in options if not (one.exclusive or one.is_unknown))


def _only(option: Option) -> Picks:
    return Picks(frozenset([option.id]), frozenset([option.id]))


def _held(answers: Answers, flags: Iterable[SafetyFlag], picks: Mapping[str, Picks]) -> set[str]:
    """Return the ids of the flags that would hold with these picks."""
    situation = answers.situation.with_domains(picks)
    return {flag.id for flag in flags if flag.when.value(situation) is True}
