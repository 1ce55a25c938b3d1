"""Gaps between cut-offs that a number falls through, and cut-offs that overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, groupby

from webapp.questionnaire.loading.positions import Path
from webapp.workbench.lint.inspection import NOT_PROVED, Inspection
from webapp.workbench.lint.number_line import Line, lines

Holding = tuple[bool, ...]


@dataclass(frozen=True)
class Ladder:
    """Rules that divide up numbers between them, each with its place. `steps` is what they are called."""

    steps: str
    rungs: tuple[Path, ...]


def check_ladders(under: Inspection) -> None:
    """Note numbers between the cut-offs of levels, rows or bands to which none, or two, belong."""
    for ladder in _ladders(under):
        rules = [under.loaded.formulas.nodes[path] for path in ladder.rungs]
        found = list(lines(rules))
        for line in found:
            _check_gaps(under, ladder, line)
            _check_overlaps(under, ladder, line)
        _note_doubt(under, ladder, found)


def _ladders(under: Inspection) -> Iterator[Ladder]:
    for factor in under.document.factors:
        levels = under.loaded.formulas.of_factor(factor)
        yield Ladder("level", tuple((*factor.path, level.word) for level in levels))
    for measure in under.document.measures:
        places = ((*measure.path, "cases", index, "when") for index in range(len(measure.table.cases)))
        yield Ladder("row", tuple(path for path in places if under.rule(path)))
    for score in under.document.scores:
        bands = range(len(score.table.band))
        yield Ladder("band", tuple((*score.path, "band", index, "when") for index in bands))


def _check_gaps(under: Inspection, ladder: Ladder, line: Line) -> None:
    for first, last in _runs(line, lambda holds: not any(holds)):
        below, above = line.holds[:first], line.holds[last + 1 :]
        if not below or not above or _alike(below[-1], above[0]):
            continue
        if (first == last and line.stretches[first].has_low) or not _opens_out(below, above):
            _note(
                under,
                ladder,
                line,
                (first, last),
                ("gap", "no {steps} holds where {where}"),
                above[0].index(True),
            )


def _note_doubt(under: Inspection, ladder: Ladder, found: Sequence[Line]) -> None:
    """Say where not every way of the other conditions was tried, so that gaps may have been missed."""
    in_part = {line.subject.text: len(line.among) for line in found if not line.is_one_of_all}
    for subject, conditions in in_part.items():
        message = (
            f"whether every number of {subject} has its {ladder.steps} was looked at in a part only: "
            f"the rules hang on {conditions} other conditions"
        )
        under.note(ladder.rungs[0], "cut-offs-not-proved", message, subject)


def _runs(line: Line, is_in: Callable[[Holding], bool]) -> Iterator[tuple[int, int]]:
    """The first and the last of each row of stretches where this is so."""
    for is_so, run in groupby(range(len(line.holds)), lambda index: is_in(line.holds[index])):
        indexes = list(run)
        if is_so:
            yield indexes[0], indexes[-1]


def _alike(below: Holding, above: Holding) -> bool:
    """Whether one rule holds on both sides: it means "too little or too much", and leaves the middle out."""
    return any(low and high for low, high in zip(below, above, strict=True))


def _opens_out(below: Sequence[Holding], above: Sequence[Holding]) -> bool:
    """Whether some rule holds all the way down from here, and another all the way up: the middle is well."""
    return all(any(map(all, zip(*side, strict=True))) for side in (below, above))


def _check_overlaps(under: Inspection, ladder: Ladder, line: Line) -> None:
    for one, other in combinations(range(len(ladder.rungs)), 2):
        only_one = any(holds[one] and not holds[other] for holds in line.holds)
        only_other = any(holds[other] and not holds[one] for holds in line.holds)
        if only_one and only_other:
            rule = under.written(ladder.rungs[one])
            what = ("overlap", f'this {{steps}} and "{rule}" both hold where {{where}}')
            for shared in _runs(line, partial(_both, one, other)):
                _note(under, ladder, line, shared, what, other)


def _both(one: int, other: int, holds: Holding) -> bool:
    return holds[one] and holds[other]


def _note(
    under: Inspection, ladder: Ladder, line: Line, run: tuple[int, int], what: tuple[str, str], rung: int
) -> None:
    """Note it, unless nobody's answers can ever come to such a number."""
    stretch = line.stretches[run[0]].to(line.stretches[run[1]])
    verdict = under.seek_reader(line.where(stretch))
    if verdict.is_nobody and verdict.is_proved:
        return
    code, message = what
    where = f"{line.subject.text} is {stretch.text}"
    doubt = NOT_PROVED if verdict.is_nobody else ""
    under.note(ladder.rungs[rung], code, message.format(steps=ladder.steps, where=where) + doubt, where)
