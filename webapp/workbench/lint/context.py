"""What the checks of one questionnaire share: the loaded document, the search, and the findings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.assessment.page_checks import asking
from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TomlDocument
from webapp.questionnaire.rules import Node
from webapp.workbench.lint.abstract_state import Universe
from webapp.workbench.lint.search import MAX_STATES, Goal, SearchResult, find_witness

NOT_PROVED = " (found by search, not proved: look at it yourself)"
"""Added where the search gave up before it had covered everything."""


@dataclass(frozen=True)
class LintContext:
    """One questionnaire under check; findings are added to the errors of the loaded document."""

    loaded: LoadedDocument
    max_states: int = MAX_STATES

    @property
    def document(self) -> TomlDocument:
        return self.loaded.document

    @cached_property
    def universe(self) -> Universe:
        return Universe(self.loaded.questionnaire)

    @cached_property
    def stops(self) -> tuple[Node, ...]:
        """The rules that end the form: a person who meets one gets no report."""
        return tuple(flag.when for flag in self.loaded.questionnaire.safety if flag.tier == "stop")

    def asking(self, questions: Collection[str]) -> "LintContext":
        """Return the context of the questionnaire that asks these questions of everybody."""
        questionnaire = asking(self.loaded.questionnaire, questions)
        return replace(self, loaded=replace(self.loaded, questionnaire=questionnaire))

    def rule(self, path: TomlPath) -> Node | None:
        return self.loaded.formulas.nodes.get(path)

    def written(self, path: TomlPath) -> str:
        """Return the rule at a path as the rule language writes it."""
        return self.loaded.formulas.nodes[path].text

    def find_person(self, holds: Iterable[Node | None], lacks: Iterable[Node | None] = ()) -> SearchResult:
        goal = Goal(_present(holds), _present(lacks))
        return find_witness(self.universe, goal, self.max_states)

    def find_reader(self, holds: Iterable[Node | None], lacks: Iterable[Node | None] = ()) -> SearchResult:
        """Search for such a person among those who get a report."""
        return self.find_person(holds, (*lacks, *self.stops))

    def note(self, path: TomlPath, code: str, message: str, faulty: str = "") -> None:
        self.loaded.errors.add(path, code, message, faulty)

    def note_unreachable(self, path: TomlPath, code: str, message: str, result: SearchResult) -> None:
        doubt = "" if result.is_proved else NOT_PROVED
        self.note(path, code, f'{message}: "{self.written(path)}"{doubt}', self.written(path))


def _present(rules: Iterable[Node | None]) -> tuple[Node, ...]:
    return tuple(rule for rule in rules if rule is not None)
