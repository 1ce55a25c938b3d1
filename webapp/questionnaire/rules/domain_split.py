"""Splitting what an open answer may be into smaller sets of values."""

from collections.abc import Iterator
from typing import cast

from webapp.questionnaire.rules.facts import Domain, Picks
from webapp.questionnaire.rules.numbers import Number


def is_open(domain: Domain) -> bool:
    """Return whether the answer may have more than one value."""
    if isinstance(domain, Picks):
        return domain.sure != domain.possible
    if isinstance(domain, frozenset):
        return len(domain) > 1
    return domain is not None and domain[0] != domain[1]


def split(domain: Domain, step: Number) -> Iterator[Domain]:
    """Yield smaller domains that together cover an open one."""
    if isinstance(domain, Picks):
        pick = min(domain.possible - domain.sure)
        yield Picks(domain.sure, domain.possible - {pick})
        yield Picks(domain.sure | {pick}, domain.possible)
    elif isinstance(domain, frozenset):
        yield from (frozenset([option]) for option in sorted(domain))
    else:
        yield from _split_range(cast("tuple[Number, Number]", domain), step)


def _split_range(ends: tuple[Number, Number], step: Number) -> Iterator[Domain]:
    """Yield both ends, and both halves of the answers between them, which are multiples of the step.

    An end may be none: a number that stands for a question that was not asked.
    """
    low, high = ends
    yield low, low
    yield high, high
    low, high = (low // step + 1) * step, (-(-high // step) - 1) * step
    middle = low + (high - low) // (2 * step) * step
    if low <= high:
        yield low, middle
    if middle + step <= high:
        yield middle + step, high
