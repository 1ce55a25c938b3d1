"""How the findings of the same people change between two versions, with examples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil, floor
from typing import Any

from webapp.assessment import AnswerValue
from webapp.assessment.assess import raised_flags
from webapp.assessment.level_bounds import Range
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.rules import Node, RuleBook, Situation
from webapp.questionnaire.rules.nodes import Constant
from webapp.questionnaire.rules.numbers import Number
from webapp.workbench.revision.people import PersonPair, QuestionnairePair
from webapp.workbench.simulation.people import MadeUpPerson
from webapp.workbench.simulation.run import SamplingPlan

EXAMPLES = 3  # people shown for each factor, all with different changes
VARIED = 60  # people whose answers are varied one by one where no made-up person is affected

MAX_NUMBERS = 40
"""Numbers tried for one question, evenly spaced, in addition to those around each constant in a rule."""


@dataclass(frozen=True)
class Example:
    """A person whose level changes, with the answers behind it."""

    answers: Mapping[str, AnswerValue]
    was: Range
    now: Range


@dataclass
class FactorEffect:
    """What happens to one factor: people by their levels before and after.

    Where nobody of the plan is affected, `moves` is empty, and `examples` may have a person who was searched
    for.
    """

    moves: Counter[tuple[Range, Range]] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)

    def note(self, example: Example) -> None:
        alike = any((one.was, one.now) == (example.was, example.now) for one in self.examples)
        if not alike and len(self.examples) < EXAMPLES:
            self.examples.append(example)


@dataclass
class RevisionEffects:
    """What happens to the people of a plan. `flags` counts them by flag, and "comes" or "goes".

    `added` and `gone` count the levels of factors that only one of the versions has.
    """

    people: int = 0
    added: dict[str, Counter[Range]] = field(default_factory=dict)
    gone: dict[str, Counter[Range]] = field(default_factory=dict)
    factors: dict[str, FactorEffect] = field(default_factory=dict)
    flags: Counter[tuple[str, str]] = field(default_factory=Counter)


def effects(old: Questionnaire, new: Questionnaire, plan: SamplingPlan) -> RevisionEffects:
    """Return the effects on the people of the plan.

    For a factor whose rules changed without affecting any of them, search for a person who is affected.
    """
    both = QuestionnairePair(old, new, plan.unsure)
    counted = RevisionEffects(
        factors={factor: FactorEffect() for factor in both.factors},
        added={factor: Counter() for factor in new.factors if factor not in old.factors},
        gone={factor: Counter() for factor in old.factors if factor not in new.factors},
    )
    rejudged = frozenset(one for one in both.factors if _rules(old, one) != _rules(new, one))
    for pair in both.pairs(plan):
        counted.flags.update(_moved_flags(pair))
        if not pair[0].stopped and not pair[1].stopped:
            counted.people += 1
            _note_levels(pair, both, counted, rejudged)
    for factor in rejudged:
        effect = counted.factors[factor]
        if not effect.moves:
            effect.examples.extend(islice(_searched(both, factor, plan), 1))
    return counted


def _note_levels(
    pair: PersonPair, both: QuestionnairePair, counted: RevisionEffects, rejudged: frozenset[str]
) -> None:
    """Note the levels of a person. The same rules judge the same possible answers alike."""
    for person, factors in zip(pair, (counted.gone, counted.added), strict=True):
        for factor, levels in factors.items():
            levels[person.level(factor)] += 1
    others = _otherwise_answered(pair)
    for factor, effect in counted.factors.items():
        if factor not in rejudged and others.isdisjoint(_behind(both.old, factor)):
            continue
        example = _example(pair, both, factor)
        if example:
            effect.moves[example.was, example.now] += 1
            effect.note(example)


def _otherwise_answered(pair: PersonPair) -> set[str]:
    """Return the questions whose possible answers, or what is known of them, differ between the two."""
    was, now = (one.answers.situation for one in pair)
    differ = was.known ^ now.known
    return {
        question
        for question, domain in was.domains.items()
        if question in differ
        or domain != now.domains.get(question)
        or was.unsure.get(question) != now.unsure.get(question)
    }


def _example(pair: PersonPair, both: QuestionnairePair, factor: str) -> Example | None:
    was, now = (one.level(factor) for one in pair)
    if was == now:
        return None
    behind = {name for one in (both.old, both.new) for name in _behind(one, factor)}
    given = {**pair[0].given, **pair[1].given}
    return Example({name: value for name, value in given.items() if name in behind}, was, now)


def _behind(questionnaire: Questionnaire, factor: str) -> frozenset[str]:
    return questionnaire.rule_book.questions_behind[factor]


def _rules(questionnaire: Questionnaire, factor: str) -> Any:  # noqa: ANN401 - compared, and nothing else
    """Return all that decides its level: rules with those they name, and what their questions accept."""
    rules = questionnaire.factors[factor].rules
    questions = [questionnaire.questions[name] for name in sorted(_behind(questionnaire, factor))]
    judged = [(one.bounds, one.plausible, _choices(one), one.show_if, one.when_hidden) for one in questions]
    return rules, list(_formulas(questionnaire.rule_book, rules.values())), judged


def _formulas(book: RuleBook, nodes: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    """Yield the formulas and rules that these name, directly or not, with what they are of."""
    for names in (node.names() for node in nodes):
        for measure in sorted(names.measures):
            yield measure, book.measures[measure]
            yield from _formulas(book, [book.measures[measure]])
        for factor in sorted(names.factors):
            for rule in book.factors[factor].values():
                yield factor, rule
            yield from _formulas(book, book.factors[factor].values())


def _choices(question: Question) -> list[Any]:
    """Return the options without their words."""
    return [(one.id, one.exclusive, one.possible, one.figures) for one in question.options]


def _searched(both: QuestionnairePair, factor: str, plan: SamplingPlan) -> Iterator[Example]:
    """Yield people with a changed level who differ from those of the plan in one answer.

    Where that answer asks for another number, or leaves one out of bounds, numbers are tried for it, too.
    """
    people = (before for before, after in both.pairs(plan) if not before.stopped and not after.stopped)
    behind = _behind(both.old, factor)
    asked = [one for one in both.old.questions.values() if one.id in behind]
    cuts = sorted({cut for one in (both.old, both.new) for cut in _numbers_in(one, factor)})
    tries = (
        pair
        for person in islice(people, VARIED)
        for one in asked
        if one.id in person.given
        for value in _values(one, person.answers.situation, cuts)
        for pair in _with_numbers(both, {**person.given, one.id: value}, asked, cuts)
    )
    yield from filter(None, (_example(pair, both, factor) for pair in tries))


def _with_numbers(
    both: QuestionnairePair,
    given: Mapping[str, AnswerValue],
    asked: Iterable[Question],
    cuts: Sequence[Number],
) -> Iterator[PersonPair]:
    """Yield the people with these answers, then with other numbers where theirs were not taken."""
    pair = both.with_answers(given)
    yield pair
    here = pair[0].answers
    for one in asked:
        if one.kind == "number" and here.is_shown(one.id) and here.given[one.id] != given.get(one.id, ""):
            for number in _values(one, here.situation, cuts):
                yield both.with_answers({**given, one.id: number})


def _numbers_in(questionnaire: Questionnaire, factor: str) -> Iterator[Number]:
    for rule in questionnaire.factors[factor].rules.values():
        names = questionnaire.rule_book.measures_behind(rule)
        for formula in (rule, *(questionnaire.measures[name].formula for name in names)):
            yield from (node.number for node in formula.walk() if isinstance(node, Constant))


def _values(question: Question, situation: Situation, cuts: Sequence[Number]) -> Iterator[AnswerValue]:
    """Yield every option; of numbers an even selection, and those at and beside each constant."""
    if question.kind != "number":
        ids = (option.id for option in question.options)
        yield from ids if question.kind == "single" else ((one,) for one in ids)
        return
    low, high = bounds_of(question, situation)
    low = ceil(low / question.step) * question.step
    count = int((high - low) / question.step) + 1
    places = {place * count // MAX_NUMBERS for place in range(MAX_NUMBERS)}
    places.update(floor((cut - low) / question.step) + beside for cut in cuts for beside in (-1, 0, 1))
    yield from (low + place * question.step for place in sorted(places) if 0 <= place < count)


def _moved_flags(pair: PersonPair) -> Iterator[tuple[str, str]]:
    before, after = ({one.stopped} if one.stopped else _flags(one) for one in pair)
    yield from ((flag, "goes") for flag in before - after)
    yield from ((flag, "comes") for flag in after - before)


def _flags(person: MadeUpPerson) -> set[str]:
    return {flag.id for flag in raised_flags(person.answers)}
