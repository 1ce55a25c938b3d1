"""Gaps between cut-offs that a number falls into, and cut-offs that overlap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, groupby

from webapp.questionnaire.loading.positions import TomlPath
from webapp.workbench.lint.context import NOT_PROVED, LintContext
from webapp.workbench.lint.number_line import NumberLine, number_lines

Truths = tuple[bool, ...]


@dataclass(frozen=True)
class Partition:
    """Rules that partition the values of numbers, by path. `noun` is what authors call each of them."""

    noun: str
    steps: tuple[TomlPath, ...]


def check_threshold_coverage(ctx: LintContext) -> None:
    """Note numbers with no level, row or band, and numbers with two."""
    for partition in _partitions(ctx):
        rules = [ctx.loaded.formulas.nodes[path] for path in partition.steps]
        found = list(number_lines(rules))
        for line in found:
            _check_gaps(ctx, partition, line)
            _check_overlaps(ctx, partition, line)
        _note_doubt(ctx, partition, found)


def _partitions(ctx: LintContext) -> Iterator[Partition]:
    for factor in ctx.document.factors:
        levels = ctx.loaded.formulas.of_factor(factor)
        yield Partition("level", tuple((*factor.path, level.word) for level in levels))
    for measure in ctx.document.measures:
        places = ((*measure.path, "cases", index, "when") for index in range(len(measure.table.cases)))
        yield Partition("row", tuple(path for path in places if ctx.rule(path)))
    for score in ctx.document.scores:
        bands = range(len(score.table.band))
        yield Partition("band", tuple((*score.path, "band", index, "when") for index in bands))


def _check_gaps(ctx: LintContext, partition: Partition, line: NumberLine) -> None:
    for first, last in _runs(line, lambda holds: not any(holds)):
        below, above = line.holds[:first], line.holds[last + 1 :]
        if not below or not above or _alike(below[-1], above[0]):
            continue
        if (first == last and line.segments[first].has_low) or not _opens_out(below, above):
            _note(
                ctx,
                partition,
                line,
                (first, last),
                ("gap", "no {steps} holds where {where}"),
                above[0].index(True),
            )


def _note_doubt(ctx: LintContext, partition: Partition, found: Sequence[NumberLine]) -> None:
    """Note where only some combinations of other conditions were tried, so gaps may be missed."""
    in_part = {line.subject.text: len(line.assumptions) for line in found if not line.is_exhaustive}
    for subject, conditions in in_part.items():
        message = (
            f"whether every number of {subject} has its {partition.noun} was looked at in a part only: "
            f"the rules hang on {conditions} other conditions"
        )
        ctx.note(partition.steps[0], "cut-offs-not-proved", message, subject)


def _runs(line: NumberLine, is_in: Callable[[Truths], bool]) -> Iterator[tuple[int, int]]:
    for is_so, run in groupby(range(len(line.holds)), lambda index: is_in(line.holds[index])):
        indexes = list(run)
        if is_so:
            yield indexes[0], indexes[-1]


def _alike(below: Truths, above: Truths) -> bool:
    """Return whether one rule holds on both sides: "too little or too much" leaves the middle out."""
    return any(low and high for low, high in zip(below, above, strict=True))


def _opens_out(below: Sequence[Truths], above: Sequence[Truths]) -> bool:
    """Return whether some rule holds from here down, and another from here up: a healthy middle."""
    return all(any(map(all, zip(*side, strict=True))) for side in (below, above))


def _check_overlaps(ctx: LintContext, partition: Partition, line: NumberLine) -> None:
    for one, other in combinations(range(len(partition.steps)), 2):
        only_one = any(holds[one] and not holds[other] for holds in line.holds)
        only_other = any(holds[other] and not holds[one] for holds in line.holds)
        if only_one and only_other:
            rule = ctx.written(partition.steps[one])
            what = ("overlap", f'this {{steps}} and "{rule}" both hold where {{where}}')
            for shared in _runs(line, partial(_both, one, other)):
                _note(ctx, partition, line, shared, what, other)


def _both(one: int, other: int, holds: Truths) -> bool:
    return holds[one] and holds[other]


def _note(
    ctx: LintContext,
    partition: Partition,
    line: NumberLine,
    run: tuple[int, int],
    what: tuple[str, str],
    step: int,
) -> None:
    """Note it, if anybody's answers can lead to such a number."""
    stretch = line.segments[run[0]].to(line.segments[run[1]])
    result = ctx.find_reader(line.where(stretch))
    if result.is_empty and result.is_proved:
        return
    code, message = what
    where = f"{line.subject.text} is {stretch.text}"
    doubt = NOT_PROVED if result.is_empty else ""
    ctx.note(partition.steps[step], code, message.format(steps=partition.noun, where=where) + doubt, where)
