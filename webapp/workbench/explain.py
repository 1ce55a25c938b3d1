"""Which answers lead to a factor, and what depends on a question, in words."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import cast

from webapp.questionnaire.loading.dependency_graph import reachable
from webapp.questionnaire.model import Factor, Measure, Question, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.nodes import ChoiceIs, Figure, Picked
from webapp.questionnaire.rules.numbers import Number, write_exact, write_range
from webapp.workbench.lint.abstract_state import AbstractState, Universe
from webapp.workbench.lint.search import Goal, find_witness
from webapp.workbench.rule_text import rule_text

INDENT = "    "


def explain_factor(questionnaire: Questionnaire, factor: Factor) -> Iterator[str]:
    """Yield lines on a factor: rules and an example for each level, measures, and the answers behind it."""
    yield f"{factor.title} ({factor.id})"
    universe, stops = (
        Universe(questionnaire),
        tuple(flag.when for flag in questionnaire.safety if flag.tier == "stop"),
    )
    behind = questionnaire.rule_book.questions_behind[factor.id]
    deciding = reachable(universe.deciders, behind)
    for level, rule in factor.rules.items():
        basis = factor.basis[level]
        yield ""
        yield f"“{questionnaire.words[f'level_{level.word}']}” ({level.word}) where"
        yield f"{INDENT}{rule_text(rule, questionnaire)}"
        yield f"{INDENT}Basis: {', '.join((basis.kind, *basis.sources))}"
        stronger = (other for above, other in factor.rules.items() if above > level)
        people = find_witness(universe, Goal((rule,), (*stronger, *stops))).witness
        yield f"{INDENT}For example: {_example(questionnaire, people, deciding) if people else 'nobody'}"
    yield from _on_the_way(questionnaire, factor.rules.values())
    yield from _answers_behind(questionnaire, list(factor.rules.values()), behind)
    silencing = [flag.title or flag.id for flag in questionnaire.safety if factor.id in flag.silences]
    if silencing:
        yield from _listed("What would lower it is not told while one of these flags stands", silencing)


def explain_question(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    """Yield lines on a question: who is asked, its value where hidden, and what depends on it."""
    yield f"{question.short_name} ({question.id}): {question.text}"
    yield ""
    yield f"Asked: {rule_text(question.show_if, questionnaire) if question.show_if else 'always'}"
    if question.show_if:
        yield f"Otherwise it counts as: {_hidden(question)}"
    offers = [
        f"“{one.label}”: {rule_text(one.offer_if, questionnaire)}" for one in question.options if one.offer_if
    ]
    if offers:
        yield from _listed("Answers that are offered only where", offers)
    book = questionnaire.rule_book
    factors = [
        one.title for one in questionnaire.factors.values() if question.id in book.questions_behind[one.id]
    ]
    yield from _listed("Factors that hang on it", factors)
    yield from _listed("Rules that look at it", list(_rules_on(questionnaire, question.id)))
    yield from _flags_on(questionnaire, question.id)
    follow_ups = [
        f"{one.short_name}: {rule_text(one.show_if, questionnaire)}"
        for one in questionnaire.questions.values()
        if one.show_if and question.id in book.questions_of([one.show_if])
    ]
    yield from _listed("Questions that it decides about", follow_ups)


def _flags_on(questionnaire: Questionnaire, question: str) -> Iterator[str]:
    book = questionnaire.rule_book
    flags = [
        f"{flag.title or flag.id}: {rule_text(flag.when, questionnaire)}"
        for flag in questionnaire.safety
        if question in book.questions_of([flag.when])
    ]
    yield from _listed("Safety flags that look at it", flags)
    silencing = [one.title or one.id for one in questionnaire.safety if question in one.silenced_questions]
    if silencing:
        yield from _listed("A change of it needs a reason while one of these flags stands", silencing)


def _rules_on(questionnaire: Questionnaire, question: str) -> Iterator[str]:
    for measure in questionnaire.measures.values():
        if question in measure.formula.names().questions:
            yield _formula(questionnaire, measure)
    for factor in questionnaire.factors.values():
        for level, rule in factor.rules.items():
            if question in rule.names().questions:
                yield f"{factor.title}, {level.word}: {rule_text(rule, questionnaire)}"


def _on_the_way(questionnaire: Questionnaire, rules: Iterable[Node]) -> Iterator[str]:
    behind = (name for rule in rules for name in questionnaire.rule_book.measures_behind(rule))
    measures = [questionnaire.measures[name] for name in dict.fromkeys(behind)]
    lines = [_formula(questionnaire, measure) for measure in measures]
    yield from _listed("Worked out on the way", lines)


def _formula(questionnaire: Questionnaire, measure: Measure) -> str:
    return f"{measure.title} ({measure.id}) = {rule_text(measure.formula, questionnaire)}"


def _answers_behind(questionnaire: Questionnaire, rules: list[Node], behind: frozenset[str]) -> Iterator[str]:
    names = dict.fromkeys(name for rule in rules for name in questionnaire.rule_book.measures_behind(rule))
    nodes = [*rules, *(questionnaire.measures[name].formula for name in names)]
    looked_at = [_looked_at(one, nodes) for one in questionnaire.questions.values() if one.id in behind]
    yield from _listed("The answers behind it", looked_at)


def _looked_at(question: Question, nodes: list[Node]) -> str:
    """Return a question with what rules use of it: options, figures, or the number."""
    named: dict[str, str] = {}
    for part in (part for node in nodes for part in node.walk()):
        if isinstance(part, ChoiceIs) and part.question == question.id:
            named.update({option: "" for option in part.options if option not in named})
        elif isinstance(part, Picked) and part.question == question.id:
            named.setdefault(part.option, "")
        elif isinstance(part, Figure) and part.question == question.id:
            named.update(
                {option: f" ({write_range(map(write_exact, pair))})" for option, pair in part.figures.items()}
            )
    if question.kind == "number":
        bounds = f"{write_exact(question.bounds[0].low)} to {write_exact(question.bounds[0].high)}"
        said = f"a number, {bounds} {question.unit}".rstrip() if len(question.bounds) == 1 else "a number"
    else:
        said = ", ".join(f"“{one.label}”{named[one.id]}" for one in question.options if one.id in named)
    return f"{question.short_name} ({question.id}): {said or 'whether it was answered'}"


def _example(questionnaire: Questionnaire, people: AbstractState, behind: frozenset[str]) -> str:
    asked = (one for one in questionnaire.questions.values() if one.id in behind and people.asked(one.id))
    return "; ".join(f"{one.short_name}: {_one_of(people, one)}" for one in asked)


def _one_of(people: AbstractState, question: Question) -> str:
    cell = people.answers[question.id]
    if cell.says and question.kind == "number" and cell.domain is None:
        return "not sure"
    if question.kind == "number":
        low, high = cast("tuple[Number, Number]", people.number(question.id))
        return f"{write_exact(low)}{'' if low == high else f' to {write_exact(high)}'}"
    if any(one.id == cell.says for one in question.options):
        return f"“{question.option(cell.says).label}”"
    if question.kind == "single":
        left = people.choice(question.id)
        return next(f"“{one.label}”" for one in question.options if one.id in left)
    sure = people.picks(question.id).sure
    return ", ".join(f"“{one.label}”" for one in question.options if one.id in sure) or "none of those above"


def _hidden(question: Question) -> str:
    hidden = question.when_hidden
    if isinstance(hidden, int | Fraction):
        return write_exact(hidden)
    return f"“{question.option(hidden).label}”" if hidden else "nothing"


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    yield ""
    yield f"{heading}: {'none' if not lines else ''}".rstrip()
    yield from (f"{INDENT}{one}" for one in lines)
