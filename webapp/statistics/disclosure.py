"""What may be shown of counts: no group under ten, nor any that subtraction would give.

Each breakdown has the total of its cells beside it. A cell under SMALLEST is hidden, and then the smallest of
the others, until at least two are hidden and make up SMALLEST together: all that subtraction gives is their
sum. Where a group that is known so lies within one of another breakdown that has a few people more, more is
hidden, too. Whatever is shown is rounded, so that no exact number is known at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

SMALLEST = 10
"""The smallest group that is shown."""

STEP = 5
"""What is shown is rounded to a multiple of it."""

PeopleBits = int
"""The people of a group as a set of bits: bit n is person n."""


def hidden_cells(cells: Sequence[int], hidden: frozenset[int] = frozenset()) -> frozenset[int]:
    """Return the indexes of the cells to hide, whose total is shown; `hidden` are hidden already.

    A cell of nobody counts as a small one: that everybody is in the others would be known of few people.
    """
    gone = hidden | {index for index, count in enumerate(cells) if count < SMALLEST}
    rest = sorted(set(range(len(cells))) - gone, key=lambda index: cells[index])
    while gone and rest and (len(gone) == 1 or sum(cells[index] for index in gone) < SMALLEST):
        gone |= {rest.pop(0)}
    return frozenset(gone)


def rounded_count(count: int) -> int:
    """Return the count, rounded to the nearest STEP."""
    return STEP * ((count + STEP // 2) // STEP)


def shown_cells(cells: Sequence[int]) -> tuple[int | None, ...]:
    """Return the cells of one breakdown as they are shown: rounded, and None for a hidden one."""
    hidden = hidden_cells(cells) if sum(cells) >= SMALLEST else frozenset(range(len(cells)))
    return _without(hidden, cells)


def shown_parts(total: int, parts: Sequence[int]) -> tuple[int | None, ...]:
    """Return parts of a total as they are shown, where the rest of the total has no cell and may be small.

    The rest may be negative, where some of the parts belong to an earlier total.
    """
    cells = (*parts, total - sum(parts))
    if total < SMALLEST:
        return (None,) * len(parts)
    is_any_small = min(cells) < SMALLEST
    hidden = hidden_cells(cells, frozenset({len(parts)})) if is_any_small else frozenset()
    return _without(hidden, parts)


def shown_groups(
    people: int, breakdowns: Mapping[str, Sequence[PeopleBits]]
) -> Mapping[str, tuple[int | None, ...]]:
    """Return several breakdowns of the same `people` as they are shown: rounded, None for what is hidden."""
    sizes = {name: [group.bit_count() for group in groups] for name, groups in breakdowns.items()}
    everything = {name: frozenset(range(len(groups))) for name, groups in breakdowns.items()}
    if people < SMALLEST:
        return _shown(sizes, everything)
    hidden = {name: hidden_cells(cells) for name, cells in sizes.items()}
    while (known := _with_few_more(breakdowns, hidden)) is not None:
        name, index = known
        hidden[name] = hidden_cells(sizes[name], hidden[name] | {index})
    return _shown(sizes, hidden)


def _with_few_more(
    breakdowns: Mapping[str, Sequence[PeopleBits]], hidden: Mapping[str, frozenset[int]]
) -> tuple[str, int] | None:
    """Return a cell to hide: of a group that another has a few people more than; None where there is none."""
    known = [
        (group.bit_count(), group, name, cell)
        for name, groups in breakdowns.items()
        for group, cell in _known(groups, hidden[name])
    ]
    known.sort(key=lambda each: each[0])
    for at, (size, group, name, cell) in enumerate(known):
        for larger, other, _, _ in known[at + 1 :]:
            if larger - size >= SMALLEST:
                break
            if larger > size and group & other == group:
                return name, cell
    return None


def _known(groups: Sequence[PeopleBits], hidden: frozenset[int]) -> Iterator[tuple[PeopleBits, int]]:
    """Yield every group that addition and subtraction give of one breakdown, with its smallest shown cell."""
    shown = sorted(set(range(len(groups))) - hidden, key=lambda index: groups[index].bit_count())
    rest = sum(groups[index] for index in hidden)  # disjoint: the sum is the union
    for size in range(len(shown) + 1):
        for cells in combinations(shown, size):
            union = sum(groups[index] for index in cells)
            if cells:
                yield union, cells[0]
            if rest and shown:
                yield union | rest, (cells or tuple(shown))[0]


def _shown(
    sizes: Mapping[str, Sequence[int]], hidden: Mapping[str, frozenset[int]]
) -> Mapping[str, tuple[int | None, ...]]:
    return {name: _without(hidden[name], cells) for name, cells in sizes.items()}


def _without(hidden: frozenset[int], cells: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(None if index in hidden else rounded_count(count) for index, count in enumerate(cells))
