"""A questionnaire as a tree of texts under the keys of its file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Bounds, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.numbers import write_exact

Tree = dict[str, "Tree | str"]

RENAMED = {
    "formula": "value",
    "in_article": "article",
    "silences": "silences_changes_of",
    "silenced_questions": "silences_changes_of_questions",
    "is_advised": "advised",
    "checks": "check",
    "is_at_once": "at_once",
    "possible": "unknown",
    "bounds": "range",
}
"""Names of the model that differ from the keys of the file."""

PARTS = ("scores", "laboratory", "listed", "spoilers", "considered")


def tree_of(questionnaire: Questionnaire) -> Tree:
    """Return the tree: kind, id, key and so on, down to texts."""
    return {
        "questionnaire": {
            key: _text(getattr(questionnaire, key))
            for key in ("version", "title", "language", "full_factors", "full_level")
        },
        "section": {one.id: _fields(one, without=("questions",)) for one in questionnaire.sections},
        "question": _tree(questionnaire.questions),
        "measure": _tree(questionnaire.measures),
        "factor": _tree(questionnaire.factors),
        "safety": _tree({one.id: one for one in questionnaire.safety}),
        "phrase": _tree(questionnaire.phrases),
        "region": _tree(questionnaire.regions),
        "reference": _tree(questionnaire.references),
        "words": _tree(questionnaire.words),
        **{part: _tree({one.id: one for one in getattr(questionnaire.practice, part)}) for part in PARTS},
    }


def _tree(things: Mapping[Any, Any]) -> Tree:
    return {_text(key): _value(value) for key, value in things.items()}


def _fields(thing: Any, without: Iterable[str] = ("id",)) -> Tree:  # noqa: ANN401 - any value of the model
    names = (field.name for field in fields(thing) if field.name not in {"id", *without})
    return {RENAMED.get(name, name): _value(getattr(thing, name)) for name in names}


def _value(value: Any) -> Tree | str:  # noqa: ANN401 - any value of the model
    if isinstance(value, Bounds | Basis | Node):
        return _text(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Mapping):
        return _tree(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Bounds):
        return "; ".join(map(_text, value))
    if isinstance(value, tuple) and value and (is_dataclass(value[0]) or isinstance(value[0], tuple)):
        return {getattr(one, "id", "") or str(place): _value(one) for place, one in enumerate(value, start=1)}
    return _text(value)


def _text(value: Any) -> str:  # noqa: ANN401 - any value of the model
    if isinstance(value, Level):
        return value.word
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    if isinstance(value, int | Fraction):
        return write_exact(value)
    if isinstance(value, Node):
        return value.text
    if isinstance(value, frozenset | tuple):
        return ", ".join(map(_text, sorted(value) if isinstance(value, frozenset) else value))
    return value if isinstance(value, str) else WRITTEN[type(value)](value)


def _bounds(bounds: Bounds) -> str:
    when = f" when {bounds.when.text}" if bounds.when else ""
    return f"[{_text(bounds.low)}, {_text(bounds.high)}]{when}"


def _basis(basis: Basis) -> str:
    sources = f": {_text(basis.sources)}" if basis.sources else ""
    cases = "".join(f"; {_basis(case)} when {when.text}" for when, case in basis.cases)
    return f"{basis.kind}{sources}" + (f" | {basis.note}" if basis.note else "") + cases


WRITTEN: dict[type, Callable[[Any], str]] = {Bounds: _bounds, Basis: _basis}
