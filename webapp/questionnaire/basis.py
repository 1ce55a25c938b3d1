"""Where a cut-off comes from."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.questionnaire.rules.facts import Facts
from webapp.questionnaire.rules.nodes import Node


@dataclass(frozen=True)
class Basis:
    """Origin of a number: "published", "arithmetic" or "pragmatic", with ids of papers and a note.

    `cases` holds other origins that depend on the answers, first match first.
    """

    kind: str
    sources: tuple[str, ...] = ()
    note: str = ""
    cases: tuple[tuple[Node, Basis], ...] = ()

    def for_facts(self, facts: Facts) -> Basis:
        """Return the first case whose condition surely holds for these answers, or else this basis."""
        return next((basis for when, basis in self.cases if when.value(facts) is True), self)

    @property
    def all_sources(self) -> tuple[str, ...]:
        """Return the papers of this basis and of its cases."""
        return tuple(
            source for basis in (self, *(case for _, case in self.cases)) for source in basis.sources
        )


@dataclass(frozen=True)
class Keeping:
    """How many days a follow-up takes an answer from last time; after them it counts as unknown."""

    days: int
    basis: Basis
