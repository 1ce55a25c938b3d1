"""Errors and warnings of a questionnaire's text, in sentences for its author."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.questionnaire.loading.positions import Positions, TomlPath
from webapp.questionnaire.rules.symbols import RuleProblem, nearest


@dataclass(frozen=True)
class Problem:
    """An error or a warning. `location` names the table and key; `faulty` is the text that is wrong."""

    line: int
    code: str
    location: str
    message: str
    faulty: str = ""
    suggestion: str = ""

    def sentence(self, file: str) -> str:
        """Return one line for a terminal, starting with file and line."""
        place = f"{self.location}: " if self.location else ""
        hint = f'; did you mean "{self.suggestion}"?' if self.suggestion else ""
        return f"{file}:{self.line}: {place}{self.message}{hint}"


class QuestionnaireErrors(Exception):  # noqa: N818  # it carries all errors of a text
    """All errors of one text, in the order of its lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(problem.sentence("questionnaire") for problem in self.problems))


@dataclass
class ErrorCollector:
    """The problems found so far in one document, each once for a path and a code."""

    data: dict[str, Any]
    positions: Positions
    unreadable_ids: set[str] = field(default_factory=set)
    """Ids of tables that could not be read; errors about these names are suppressed."""
    unreadable_paths: set[TomlPath] = field(default_factory=set)
    """Paths of values that could not be read; errors at or below them are suppressed."""
    _by_place: dict[tuple[TomlPath, int, str, str], Problem] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        return list(self._by_place.values())

    def add(
        self, path: TomlPath, code: str, message: str, faulty: str = "", suggestion: str = "", line: int = 0
    ) -> None:
        """Add a problem of the value at `path`; `line` counts from 0 in a text of several lines."""
        if not any(path[:length] in self.unreadable_paths for length in range(1, len(path) + 1)):
            place = self.positions.text_line(path, line)
            problem = Problem(place, code, self.location(path), message, faulty, suggestion)
            self._by_place.setdefault((path, line, code, faulty), problem)

    def add_to_key(self, path: TomlPath, code: str, message: str, suggestion: str = "") -> None:
        """Add a problem of the key at the end of `path`."""
        key = str(path[-1])
        problem = Problem(self.positions.key_line(path), code, self.location(path), message, key, suggestion)
        self._by_place.setdefault((path, 0, code, key), problem)

    def add_unknown_name(
        self, path: TomlPath, kind: str, name: str, known: Iterable[str], line: int = 0
    ) -> None:
        """Add a problem for an unknown question, reference, …, unless its table could not be read."""
        if name not in self.unreadable_ids:
            message = f'unknown {kind} "{name}"'
            self.add(path, f"unknown-{kind}", message, name, nearest(name, known), line)

    def add_rule_problem(self, path: TomlPath, problem: RuleProblem) -> None:
        """Add a problem that the rule parser found."""
        if problem.faulty.split(".")[0] not in self.unreadable_ids:
            colon = "" if problem.message.startswith("unknown") else ":"
            faulty = f'{colon} "{problem.faulty}"' if problem.faulty else ""
            message = f"{problem.message}{faulty}"
            self.add(path, problem.code, message, problem.faulty, problem.suggestion, problem.line)

    def location(self, path: TomlPath) -> str:
        """Return a path as ids: "low_fibre.strong", "audit2.not_sure.label"."""
        words: list[str] = []
        value: object = self.data
        for step in path:
            value = _inside(value, step)
            words = [*words, step] if isinstance(step, str) else _named(words, step, value)
        return ".".join(words)


def _inside(value: object, step: str | int) -> object:
    if isinstance(value, Mapping):
        return value.get(step)
    is_there = isinstance(value, list) and isinstance(step, int) and step < len(value)
    return value[step] if is_there else None  # type: ignore[index]


def _named(words: list[str], index: int, table: object) -> list[str]:
    """Return the words of a path into a list: the id of the table, or its number."""
    *before, kind = words
    name = table.get("id") if isinstance(table, Mapping) else None
    if not isinstance(name, str) or not name:
        return [*before, f"{kind} {index + 1}"]
    if kind == "question" or not before:
        return [name]
    return [*before, name]
