"""The differences between two versions of a questionnaire, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from webapp.questionnaire.model import Questionnaire
from webapp.workbench.revision.values import Listed, Tree, text_of, tree_of
from webapp.workbench.tree_diff import tree_diff

GROUPS = ("Questions", "Options", "Bounds", "Rules", "Words", "References")

RULE_KEYS = frozenset(
    {
        *("show_if", "when", "value", "rules", "when_hidden", "when_skipped", "figures", "unknown"),
        *("estimate", "offer_if", "tier", "at_once", "silences_changes_of", "silences_changes_of_questions"),
    }
)
JUDGING = ("measure", "factor", "safety")  # tables that judge: adding or removing one changes more than words
BOUND_KEYS = frozenset({"range", "plausible", "decimals", "step"})
SOURCE_KEYS = frozenset({"references", "basis", "article_reference"})

NAMING_KEYS = ("title", "label", "text", "authors")
"""Keys whose value identifies a thing to a reader, best first."""

CONTEXT = 24  # characters shown around the difference in a long text
SHORT = 100  # a text up to this length is shown whole


@dataclass(frozen=True)
class QuestionnaireChange:
    """A difference at a path: texts, or a part of the tree that is there in one version alone."""

    path: tuple[str, ...]
    was: Tree | str
    now: Tree | str

    @property
    def group(self) -> str:
        kind, keys = self.path[0], set(self.path[2:])
        if kind == "reference" or keys & SOURCE_KEYS:
            return "References"
        if kind == "question":
            return self._group_of_question(keys)
        return "Rules" if keys & RULE_KEYS or (kind in JUDGING and not keys) else "Words"

    def _group_of_question(self, keys: set[str]) -> str:
        if "options" in keys:
            return "Options"
        if keys & BOUND_KEYS:
            return "Bounds"
        return "Rules" if keys & RULE_KEYS else "Questions"

    @property
    def sentence(self) -> str:
        kind, name, *keys = self.path
        what = f"{kind} {name}" + "".join(f", {key}" for key in keys)
        if not self.was:
            return f"{what}: new{_named(self.now)}"
        if not self.now:
            return f"{what}: gone{_named(self.was)}"
        return "{}: was “{}”, is “{}”".format(what, *_apart(str(self.was), str(self.now)))


def changes(old: Questionnaire, new: Questionnaire) -> list[QuestionnaireChange]:
    """Return all differences in the order of GROUPS."""
    trees = tree_of(old), tree_of(new)
    found = [*_differences(*trees), *_orders(*trees)]
    return sorted(found, key=lambda change: GROUPS.index(change.group))


def _differences(old: Tree, new: Tree) -> Iterator[QuestionnaireChange]:
    for one in tree_diff(old, new):
        was, now = (value if isinstance(value, dict) else text_of(value) for value in (one.old, one.new))
        if was or now:
            yield QuestionnaireChange(tuple(map(str, one.path)), was, now)


def _orders(old: Tree, new: Tree, path: tuple[str, ...] = ()) -> Iterator[QuestionnaireChange]:
    """Yield each list whose members stand in another order; keys of a table have none."""
    if isinstance(old, Listed) and isinstance(new, Listed):
        was, now = ([name for name in names if name in old and name in new] for names in (old, new))
        if was != now:
            yield QuestionnaireChange((*path, "order"), ", ".join(was), ", ".join(now))
    for name, value in old.items():
        if isinstance(value, dict) and isinstance(new.get(name), dict):
            yield from _orders(value, new[name], (*path, name))


def _named(thing: Tree | str) -> str:
    if not isinstance(thing, dict):
        return f": “{thing}”"
    return next((f": “{thing[key]}”" for key in NAMING_KEYS if thing.get(key)), "")


def _apart(was: str, now: str) -> tuple[str, str]:
    """Return both texts; of long ones the part that differs, with some context."""
    if max(len(was), len(now)) <= SHORT:
        return was, now
    before = _alike(was, now)
    after = _alike(was[before:][::-1], now[before:][::-1])
    return _cut(was, before, after), _cut(now, before, after)


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, before: int, after: int) -> str:
    start, end = max(before - CONTEXT, 0), len(text) - max(after - CONTEXT, 0)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
