"""Differences between two trees of tables: texts of a questionnaire, or a golden case and its outcome."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TreePath = tuple[str | int, ...]  # the keys and indexes on the way to a value


@dataclass(frozen=True)
class TreeDifference:
    """A place where two trees have other values; None where one of them has no value."""

    path: TreePath
    old: Any
    new: Any


def tree_diff(old: object, new: object, path: TreePath = ()) -> Iterator[TreeDifference]:
    """Yield every place where two trees differ.

    Tables in a list are matched by their ids, where all have one: the path then has the index in the new
    list, or the id of a table that is gone. Other lists of equal length are compared item by item.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            yield from tree_diff(old.get(key), new.get(key), (*path, key))
    elif have_ids(old) and have_ids(new):
        yield from _diff_by_id(old, new, path)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, pair in enumerate(zip(old, new, strict=True)):
            yield from tree_diff(*pair, (*path, index))
    elif old != new:
        yield TreeDifference(path, old, new)


def _diff_by_id(old: Any, new: Any, path: TreePath) -> Iterator[TreeDifference]:  # noqa: ANN401  lists of tables
    olds = {one["id"]: one for one in old}
    for index, one in enumerate(new):
        yield from tree_diff(olds.pop(one["id"], None), one, (*path, index))
    yield from (TreeDifference((*path, name), one, None) for name, one in olds.items())


def have_ids(value: object) -> bool:
    """Return whether this is a list of tables that all have an id, which is a text."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, Mapping) and isinstance(one.get("id"), str) for one in value)
