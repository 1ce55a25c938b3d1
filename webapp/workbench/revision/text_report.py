"""A revision as lines for the terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from webapp.assessment import AnswerValue
from webapp.assessment.level_bounds import Range
from webapp.questionnaire.levels import Level
from webapp.questionnaire.rules.numbers import write_exact, write_levels
from webapp.workbench.revision.cases import CaseMove
from webapp.workbench.revision.effects import Example, FactorEffect, RevisionEffects
from webapp.workbench.revision.wording import QuestionnaireChange
from webapp.workbench.simulation.table import percent


def wording(changes: Sequence[QuestionnaireChange]) -> Iterator[str]:
    """Yield every difference as a sentence, by group."""
    if not changes:
        yield "Nothing that is asked, judged or said differs."
    for group, members in groupby(changes, key=lambda change: change.group):
        yield f"{group}:"
        yield from (f"  {change.sentence}" for change in members)


def people(effects: RevisionEffects) -> Iterator[str]:
    """Yield how many findings of the same people change, with examples."""
    concerned = {name: effect for name, effect in effects.factors.items() if effect.moves or effect.examples}
    yield f"{effects.people:,} made-up people who answer both:"
    if not (concerned or effects.flags or effects.added or effects.gone):
        yield "  no finding changes, and no safety flag"
    for factor, levels in effects.added.items():
        yield from _lone(f"factor {factor} is new", levels, "get it", effects.people)
    for factor, levels in effects.gone.items():
        yield from _lone(f"factor {factor} is gone", levels, "had it", effects.people)
    for factor, effect in concerned.items():
        yield from _factor(factor, effect, effects.people)
    for (flag, way), count in sorted(effects.flags.items()):
        yield f"  safety flag {flag}: {way} for {count:,}"


def _lone(what: str, levels: Counter[Range], verb: str, people: int) -> Iterator[str]:
    some = {one: count for one, count in levels.most_common() if max(one) > Level.NONE}
    count = sum(some.values())
    yield f"  {what}: {count:,} ({percent(count / people) if people else '–'}) {verb}, or may"
    yield from (f"    {write_levels(one)}: {each:,}" for one, each in some.items())


def _factor(factor: str, effect: FactorEffect, people: int) -> Iterator[str]:
    count = effect.moves.total()
    share = percent(count / people) if people else "–"
    yield f"  factor {factor}: changes for {count:,} ({share})"
    for (was, now), moved in effect.moves.most_common():
        yield f"    {write_levels(was)} becomes {write_levels(now)}: {moved:,}"
    if not effect.moves:
        yield "    nobody of them is concerned; found by trying other answers:"
    yield from (f"    such as {_in_words(example)}" for example in effect.examples)


def _in_words(example: Example) -> str:
    answers = ", ".join(f"{name} {_answer(value)}" for name, value in example.answers.items())
    return f"{write_levels(example.was)} becomes {write_levels(example.now)} with {answers}"


def _answer(value: AnswerValue) -> str:
    if value is None:
        return "skipped"
    if isinstance(value, tuple):
        return "+".join(value)
    return value if isinstance(value, str) else write_exact(value)


def cases(moves: Sequence[CaseMove], looked_at: int) -> Iterator[str]:
    """Yield the golden cases with another outcome."""
    yield f"{len(moves)} of {looked_at} golden cases change{'.' if not moves else ':'}"
    for move in moves:
        if move.refused:
            yield f"  {move.name}: cannot be answered so any more: {move.refused}"
        for factor, (was, now) in move.factors.items():
            yield f"  {move.name}: {factor} was {write_levels(was)}, is {write_levels(now)}"
