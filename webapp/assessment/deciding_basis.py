"""The basis of a level for one person: that of the row or the case which decided it."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.model import Measure
from webapp.questionnaire.rules import Cases, Node
from webapp.questionnaire.rules.facts import Facts
from webapp.questionnaire.rules.level_asked import LevelAsked
from webapp.questionnaire.rules.logic import And, Not, Or
from webapp.questionnaire.rules.nodes import MeasureRef
from webapp.questionnaire.rules.operations import Compare


def deciding_basis(basis: Basis, rule: Node, facts: Facts, measures: Mapping[str, Measure]) -> Basis:
    """Return the basis of the part of a level's rule that holds, or may hold.

    A case of the level's own basis comes first. Then a part has its own: that of a yes/no, or of the row that
    counts of a level or of a cut-off. Of several parts that hold, the first one's counts. All else rests on
    the level's basis.
    """
    own = basis.for_facts(facts)
    return own if own is not basis else _Search(facts, measures).of(rule) or basis


@dataclass(frozen=True)
class _Search:
    facts: Facts
    measures: Mapping[str, Measure]

    def of(self, node: Node) -> Basis | None:
        """Return the basis behind a part of a rule; None where it has none of its own."""
        if isinstance(node, Or):
            return self.of(node.parts_that_count(self.facts)[0])
        if isinstance(node, And):
            found = [self.of(part) for part in node.parts if not isinstance(part, Not)]
            return found[0] if found and all(found) else None
        if isinstance(node, MeasureRef):
            return self._own(self.measures[node.measure])
        return self._of_comparison(node) if isinstance(node, Compare) else None

    def _own(self, measure: Measure) -> Basis | None:
        return measure.basis.for_facts(self.facts) if measure.basis else None

    def _of_comparison(self, node: Compare) -> Basis | None:
        if isinstance(node.left, MeasureRef) and node.left.is_level:
            return self._of_level(self.measures[node.left.measure], node.asked(self.facts))
        cut_off = self.measures[node.right.measure] if isinstance(node.right, MeasureRef) else None
        if cut_off is None or not isinstance(cut_off.formula, Cases):
            return None
        place, *others = cut_off.formula.places(self.facts)
        return None if others else cut_off.case_basis.get(place)

    def _of_level(self, measure: Measure, asked: LevelAsked) -> Basis | None:
        """Return the basis of the first row that may be such a level, or of the measure that it leads to."""
        formula = measure.formula
        if not isinstance(formula, Cases) or not (places := formula.places(self.facts, asked)):
            return self._own(measure)
        value = formula.rows[places[0]][1]
        further = self.measures[value.measure] if isinstance(value, MeasureRef) else None
        behind = self._of_level(further, asked) if further else None
        return measure.case_basis.get(places[0]) or behind or self._own(measure)
