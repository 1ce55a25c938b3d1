"""A quarter of a clinic's patients in numbers: levels of factors, safety flags and gaps.

Each patient counts once. What is shown is worked out once, from exact groups that are then forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from webapp.assessment import Assessment
from webapp.questionnaire.levels import Level
from webapp.statistics.disclosure import SMALLEST, PeopleBits, rounded_count, shown_groups

OPEN, NOT_ASKED = "open", "not_asked"
CELLS = (*(level.word for level in Level), OPEN, NOT_ASKED)
"""The cells of a factor: its levels, answers that leave the level open, questionnaires without it."""

FACTOR, FLAG, GAP = "factor", "flag", "gap"
KINDS = (FACTOR, FLAG, GAP)
_BETWEEN = " "  # no id has a blank


@dataclass(frozen=True)
class QuarterNumbers:
    """What is shown of one quarter: None is hidden, or under ten.

    `levels` has the patients of each factor by cell; `flags` those with a safety flag, `gaps` those with a
    question whose answer is not known and keeps a factor from being settled. `titles` are by kind and id.
    """

    people: int | None
    levels: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    flags: Mapping[str, int | None] = field(default_factory=dict)
    gaps: Mapping[str, int | None] = field(default_factory=dict)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        return cls(**content)

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


class Tally:
    """The groups of a quarter, patient by patient."""

    def __init__(self) -> None:
        self.people = 0
        self._groups: dict[str, dict[str, dict[str, PeopleBits]]] = {kind: {} for kind in KINDS}
        self._titles: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}

    def add(self, assessment: Assessment) -> None:
        """Add one patient. The titles of the first one who has them are kept: begin with the newest."""
        person = 1 << self.people
        self.people += 1
        questions = assessment.answers.questionnaire.questions
        for finding in assessment.findings:
            is_settled = finding.lowest == finding.highest
            cell = finding.lowest.word if is_settled else OPEN
            self._put(FACTOR, finding.factor.id, finding.factor.title, cell, person)
        for flag in assessment.safety:
            self._put(FLAG, flag.id, flag.title or flag.id, FLAG, person)
        for gap in {gap for finding in assessment.findings for gap in finding.gaps}:
            self._put(GAP, gap, questions[gap].short_name, GAP, person)

    def numbers(self) -> QuarterNumbers:
        """Return what may be shown of these patients."""
        everybody = (1 << self.people) - 1
        breakdowns = {
            f"{kind}{_BETWEEN}{name}": _cells(kind, groups, everybody)
            for kind, named in self._groups.items()
            for name, groups in named.items()
        }
        shown: dict[str, dict[str, tuple[int | None, ...]]] = defaultdict(dict)
        for key, cells in shown_groups(self.people, breakdowns).items():
            kind, _, name = key.partition(_BETWEEN)
            shown[kind][name] = cells
        return QuarterNumbers(
            rounded_count(self.people) if self.people >= SMALLEST else None,
            {name: dict(zip(CELLS, cells, strict=True)) for name, cells in shown[FACTOR].items()},
            {name: cells[0] for name, cells in shown[FLAG].items()},
            {name: cells[0] for name, cells in shown[GAP].items()},
            self._titles,
        )

    def _put(self, kind: str, name: str, title: str, cell: str, person: PeopleBits) -> None:
        groups = self._groups[kind].setdefault(name, defaultdict(int))
        groups[cell] |= person
        self._titles[kind].setdefault(name, title)


def _cells(kind: str, groups: Mapping[str, PeopleBits], everybody: PeopleBits) -> tuple[PeopleBits, ...]:
    """Return the disjoint groups of one breakdown, which are everybody together."""
    if kind != FACTOR:
        return groups[kind], everybody ^ groups[kind]
    judged = sum(groups.values())
    return *(groups.get(cell, 0) for cell in CELLS[:-1]), everybody ^ judged
