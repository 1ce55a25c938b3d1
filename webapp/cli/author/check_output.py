"""Findings of the check, on the screen and as JSON."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import click

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import Problem
from webapp.questionnaire.rules.numbers import write_number
from webapp.settings import missing_translation
from webapp.workbench.advice import ADVICE
from webapp.workbench.checking import Findings


def as_lines(path: Path, found: Findings) -> Iterator[str]:
    """Yield the lines for the terminal: findings by kind, each kind with why it matters and its remedy."""
    yield from _kinds(path, found.errors, "ERROR", "red")
    yield from _kinds(path, found.warnings, "WARNING", "yellow")
    if found.questionnaire:
        yield f"{path}: {_size(found.questionnaire)}: no errors{_counts(found)}"
        yield _effort(found, found.questionnaire)
        if lacking := missing_translation(found.questionnaire.language):
            yield f"It cannot be served yet: {lacking}. See webapp/translations/README.md."
    else:
        yield f"{path}: {len(found.errors)} to mend. Warnings are looked for when there are no errors."


def _kinds(path: Path, problems: Sequence[Problem], heading: str, colour: str) -> Iterator[str]:
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    for code, alike in by_code.items():
        yield click.style(f"{heading} {code}", fg=colour, bold=True)
        yield from (f"  {problem.sentence(str(path))}" for problem in alike)
        yield f"    Why:  {ADVICE[code].why}"
        yield f"    Mend: {ADVICE[code].mend}"
        yield ""


def _size(questionnaire: Questionnaire) -> str:
    return (
        f"version {questionnaire.version}, {len(questionnaire.questions)} questions, "
        f"{len(questionnaire.measures)} measures, {len(questionnaire.factors)} factors, "
        f"{len(questionnaire.safety)} safety flags"
    )


def _counts(found: Findings) -> str:
    warnings = len(found.warnings)
    counted = f", {warnings} {'warning' if warnings == 1 else 'warnings'}"
    if not found.accepted:
        return counted
    return f"{counted}; {len(found.accepted)} more are accepted in the file, with the reason"


def _effort(found: Findings, questionnaire: Questionnaire) -> str:
    minutes = f"About {write_number(_minutes(questionnaire), 1)} minutes to fill in, as the file says. "
    if found.reading is None:
        return f'{minutes}The reading age is not measured in the language "{questionnaire.language}".'
    return f"{minutes}What patients read is for readers from {max(found.reading.age, 0):.0f} years on."


def _minutes(questionnaire: Questionnaire) -> int | Fraction:
    return sum(section.minutes for section in questionnaire.sections)


def as_json(path: Path, found: Findings) -> dict[str, object]:
    """Return the findings as plain values."""
    asked = found.questionnaire
    return {
        "file": str(path),
        "version": asked.version if asked else None,
        "minutes": float(_minutes(asked)) if asked else None,
        "has_page_words": not missing_translation(asked.language) if asked else None,
        "reading_age": round(found.reading.age, 1) if found.reading else None,
        "errors": [_problem(problem) for problem in found.errors],
        "warnings": [_problem(problem) for problem in found.warnings],
        "accepted": [_problem(problem) for problem in found.accepted],
    }


def _problem(problem: Problem) -> dict[str, object]:
    advice = ADVICE[problem.code]
    return {
        "line": problem.line,
        "code": problem.code,
        "where": problem.location,
        "message": problem.message,
        "faulty": problem.faulty,
        "suggestion": problem.suggestion,
        "why": advice.why,
        "mend": advice.mend,
    }
