"""Nobody learns of a group under ten by subtracting what is shown: tried on thousands of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

import pytest

from webapp.statistics.disclosure import (
    SMALLEST,
    STEP,
    hidden_cells,
    rounded_count,
    shown_cells,
    shown_groups,
)

TABLES = 4_000


def differences(cells: Sequence[int], shown: Sequence[int | None]) -> Iterator[int]:
    """Every group that the total and any of the shown cells give: what is left of it, and the cells."""
    known = [count for count, words in zip(cells, shown, strict=True) if words is not None]
    for size in range(len(known) + 1):
        for some in combinations(known, size):
            yield sum(cells) - sum(some)
            yield sum(some)


def test_no_sum_of_shown_cells_leaves_a_small_group() -> None:
    chance = Random(20)  # noqa: S311  a test
    for _ in range(TABLES):
        cells = [chance.choice((0, 0, 1, 3, 9, 10, 11, 14, 40)) for _ in range(chance.randint(1, 7))]
        shown = shown_cells(cells)
        if any(words is not None for words in shown):
            small = [left for left in differences(cells, shown) if 0 < left < SMALLEST]
            assert small == [], (cells, shown)


def test_no_two_shown_groups_of_any_breakdown_leave_a_small_group() -> None:
    chance = Random(21)  # noqa: S311
    for _ in range(TABLES // 4):
        people = chance.choice((8, 12, 30, 60))
        breakdowns = {str(number): list(partition(people, chance)) for number in range(chance.randint(1, 5))}
        shown = shown_groups(people, breakdowns)
        if people < SMALLEST:
            assert {words for cells in shown.values() for words in cells} == {None}
            continue
        known = {group for name in breakdowns for group in known_groups(breakdowns[name], shown[name])}
        for one, other in combinations(known, 2):
            for smaller, larger in ((one, other), (other, one)):
                if smaller & larger == smaller:
                    left = (larger & ~smaller).bit_count()
                    assert not 0 < left < SMALLEST, (people, breakdowns, shown)


def known_groups(groups: Sequence[int], shown: Sequence[int | None]) -> Iterator[int]:
    """Every group that one breakdown gives: any of its shown cells together, and everybody but those."""
    everybody = sum(groups)
    known = [group for group, words in zip(groups, shown, strict=True) if words is not None]
    for size in range(len(known) + 1):
        for some in combinations(known, size):
            yield sum(some)
            yield everybody - sum(some)


def partition(people: int, chance: Random) -> Iterator[int]:
    """Groups of some kinds, often like the ones of another breakdown but for a few people."""
    kinds = chance.randint(2, 5)
    edges = sorted(chance.choice((0, 2, 10, 12, people // 2, people)) for _ in range(kinds - 1))
    at = 0
    for edge in (*(min(edge, people) for edge in edges), people):
        yield ((1 << edge) - 1) & ~((1 << at) - 1)
        at = edge


def test_a_hidden_cell_is_never_the_only_one_nor_few_people() -> None:
    chance = Random(22)  # noqa: S311
    for _ in range(TABLES):
        cells = [chance.randint(0, 25) for _ in range(chance.randint(2, 8))]
        hidden = hidden_cells(cells)
        assert all(cells[index] >= SMALLEST for index in set(range(len(cells))) - hidden)
        if hidden and sum(cells) >= SMALLEST:
            assert len(hidden) > 1
            assert sum(cells[index] for index in hidden) >= SMALLEST


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([9], (None,)),
        ([10], (10,)),
        ([40, 9, 9], (40, None, None)),
        ([40, 9, 12], (40, None, None)),
        ([40, 30, 9, 1], (40, 30, None, None)),
        ([40, 30, 4, 1], (40, None, None, None)),
        ([40, 30, 0], (40, None, None)),
        ([4, 5], (None, None)),
    ],
)
def test_the_next_smallest_is_hidden_until_the_hidden_ones_are_ten(
    cells: list[int], shown: tuple[int | None, ...]
) -> None:
    assert shown_cells(cells) == shown


def test_a_group_within_one_with_a_few_more_is_hidden() -> None:
    everybody = (1 << 100) - 1
    some, more = (1 << 40) - 1, (1 << 45) - 1
    shown = shown_groups(100, {"some": (some, everybody ^ some), "more": (more, everybody ^ more)})
    assert shown == {"some": (None, None), "more": (45, 55)}
    assert shown_groups(9, {"some": ((1 << 9) - 1, 0)}) == {"some": (None, None)}


def test_what_is_shown_is_rounded_to_five() -> None:
    assert [rounded_count(count) for count in (10, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]
    assert all(rounded_count(count) % STEP == 0 for count in range(200))
