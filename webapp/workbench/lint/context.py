"""One questionnaire under the eye of the lint: what was loaded, everybody who may answer, what was noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.positions import Path
from webapp.questionnaire.loading.reading import Document
from webapp.questionnaire.rules import Node
from webapp.workbench.lint.abstract_state import Universe
from webapp.workbench.lint.search import MAX_STATES, Goal, SearchResult, find_witness

NOT_PROVED = " (found by search, not proved: look at it yourself)"
"""Said of what was searched for and not found before the search gave up."""


@dataclass(frozen=True)
class LintContext:
    """A questionnaire that is being looked through. Findings go into the errors of what was loaded."""

    loaded: LoadedDocument
    max_states: int = MAX_STATES

    @property
    def document(self) -> Document:
        return self.loaded.document

    @cached_property
    def universe(self) -> Universe:
        return Universe(self.loaded.questionnaire)

    @cached_property
    def stops(self) -> tuple[Node, ...]:
        """The rules that end the form: whoever meets one gets no report."""
        return tuple(flag.when for flag in self.loaded.questionnaire.safety if flag.tier == "stop")

    def rule(self, path: Path) -> Node | None:
        """The rule at a place, where there is one."""
        return self.loaded.formulas.nodes.get(path)

    def written(self, path: Path) -> str:
        """The rule at a place as the rule language writes it."""
        return self.loaded.formulas.nodes[path].text

    def find_person(self, holds: Iterable[Node | None], lacks: Iterable[Node | None] = ()) -> SearchResult:
        """Look for somebody for whom all of these rules hold and none of those does."""
        goal = Goal(_present(holds), _present(lacks))
        return find_witness(self.universe, goal, self.max_states)

    def find_reader(self, holds: Iterable[Node | None], lacks: Iterable[Node | None] = ()) -> SearchResult:
        """Look for such a person among those who get a report."""
        return self.find_person(holds, (*lacks, *self.stops))

    def note(self, path: Path, code: str, message: str, faulty: str = "") -> None:
        """Note a finding at the value of a place."""
        self.loaded.errors.add(path, code, message, faulty)

    def note_unreachable(self, path: Path, code: str, message: str, result: SearchResult) -> None:
        """Note that there is nobody for whom the rule at this place matters."""
        doubt = "" if result.is_proved else NOT_PROVED
        self.note(path, code, f'{message}: "{self.written(path)}"{doubt}', self.written(path))


def _present(rules: Iterable[Node | None]) -> tuple[Node, ...]:
    return tuple(rule for rule in rules if rule is not None)
