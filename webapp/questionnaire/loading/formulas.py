"""Parsing of all rules of a document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.questionnaire.levels import Level
from webapp.questionnaire.loading.bases import bases
from webapp.questionnaire.loading.document import (
    BasisCaseTable,
    CaseTable,
    FactorTable,
    GradeTable,
    MeasureTable,
    PageCheckTable,
    RangeTable,
    TextTable,
)
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.practice_tables import BandTable, ReasonTable
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules import Cases, Node, Symbols, parse

LEVELS = tuple(sorted(set(Level) - {Level.NONE}, reverse=True))
"""The levels that a factor has rules for, from strong to slight."""

EXPECTED = {"number": "number", "yesno": "condition", "level": "level"}
"""What the formula of a measure of each type must be."""


@dataclass(frozen=True)
class RuleText:
    """The text of a rule. `expect` is "condition", "number" or "level"."""

    path: TomlPath
    text: str
    expect: str = "condition"


def rule_texts(document: TomlDocument) -> Iterator[RuleText]:
    """Yield every rule of the document."""
    for question in document.questions:
        yield from _one((*question.path, "show_if"), question.table.show_if)
        yield from _conditions((*question.path, "ranges"), question.table.ranges)
        for index, option in enumerate(question.table.options):
            yield from _one((*question.path, "options", index, "offer_if"), option.offer_if)
    for section in document.sections:
        yield from _conditions((*section.path, "check"), section.table.check)
    for measure in document.measures:
        yield from _of_measure(measure.path, measure.table)
    for phrase in document.phrases:
        yield from _conditions((*phrase.path, "cases"), phrase.table.cases)
    for factor in document.factors:
        yield from _of_factor(factor.path, factor.table)
    for flag in document.safety:
        yield RuleText((*flag.path, "when"), flag.table.when)
        yield from _conditions((*flag.path, "more"), flag.table.more)
    yield from _of_practice(document)
    cases = ((path, basis) for path, basis in bases(document) if isinstance(basis, BasisCaseTable))
    yield from (RuleText((*path, "when"), basis.when) for path, basis in cases)


def _of_measure(path: TomlPath, table: MeasureTable) -> Iterator[RuleText]:
    expect = EXPECTED[table.type]
    yield from _one((*path, "value"), table.value, expect)
    yield from _conditions((*path, "cases"), table.cases)
    for index, row in enumerate(table.cases):
        yield RuleText((*path, "cases", index, "value"), row.value, expect)


def _of_factor(path: TomlPath, table: FactorTable) -> Iterator[RuleText]:
    for level in LEVELS:
        yield from _one((*path, level.word), getattr(table, level.word))
    yield from _conditions((*path, "told"), table.told)
    yield from _conditions((*path, "ask"), table.ask)
    yield from _conditions((*path, "note"), table.note)
    if table.evidence:
        yield from _conditions((*path, "evidence", "cases"), table.evidence.cases)


def _of_practice(document: TomlDocument) -> Iterator[RuleText]:
    for score in document.scores:
        yield from _one((*score.path, "when"), score.table.when)
        yield from _conditions((*score.path, "band"), score.table.band)
    for value in document.laboratory:
        yield from _one((*value.path, "when"), value.table.when)
        if value.table.other:
            yield RuleText((*value.path, "other", "value"), value.table.other.value, "number")
    for spoiler in document.spoilers:
        yield RuleText((*spoiler.path, "when"), spoiler.table.when)
    for considered in document.considered:
        yield from _one((*considered.path, "when"), considered.table.when)
        yield from _conditions((*considered.path, "reasons"), considered.table.reasons)


def _one(path: TomlPath, text: str | None, expect: str = "condition") -> Iterator[RuleText]:
    if text is not None:
        yield RuleText(path, text, expect)


def _conditions(
    path: TomlPath,
    rows: Sequence[
        RangeTable | CaseTable | TextTable | GradeTable | BandTable | ReasonTable | PageCheckTable
    ],
) -> Iterator[RuleText]:
    for index, row in enumerate(rows):
        yield from _one((*path, index, "when"), row.when)


@dataclass(frozen=True)
class Formulas:
    """The parsed rules by path, and the paths of tables with a rule that could not be parsed."""

    nodes: Mapping[TomlPath, Node]
    broken: frozenset[TomlPath]

    def below(self, path: TomlPath) -> list[tuple[TomlPath, Node]]:
        return [(place, node) for place, node in self.nodes.items() if place[: len(path)] == path]

    def of_measure(self, entry: TableEntry[MeasureTable]) -> Node | None:
        """Return the formula of a measure, or None if a part of it could not be parsed."""
        path, rows = entry.path, entry.table.cases
        if path in self.broken or (rows and rows[-1].when is not None):
            return None
        if not rows:
            return self.nodes.get((*path, "value"))
        places = [(*path, "cases", index) for index in range(len(rows))]
        pairs = ((self.nodes.get((*place, "when")), self.nodes[*place, "value"]) for place in places)
        return Cases(tuple(pairs))

    def of_factor(self, entry: TableEntry[FactorTable]) -> dict[Level, Node]:
        found = {level: self.nodes.get((*entry.path, level.word)) for level in LEVELS}
        return {level: node for level, node in found.items() if node is not None}


def parse_rules(document: TomlDocument, errors: ErrorCollector) -> Formulas:
    """Parse every rule; add errors for those that cannot be parsed, and skip them."""
    symbols = Symbols(
        {entry.table.id: entry.table for entry in document.questions},
        {entry.table.id: entry.table.type for entry in document.measures},
        frozenset(entry.table.id for entry in document.factors),
    )
    nodes: dict[TomlPath, Node] = {}
    broken = set()
    for rule in rule_texts(document):
        node, problems = parse(rule.text, symbols, rule.expect)
        for problem in problems:
            errors.add_rule_problem(rule.path, problem)
        if node is None:
            broken.add(rule.path[:2])
        else:
            nodes[rule.path] = node
    return Formulas(nodes, frozenset(broken))
