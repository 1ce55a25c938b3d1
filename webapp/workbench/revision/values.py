"""A questionnaire as a tree of values under the keys of its file, and these values as texts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Bounds, Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.numbers import write_exact

Leaf = Any
"""A value of the model below which nothing is compared by itself: a number, a text, a rule, a basis."""

Tree = dict[str, "Tree | Leaf"]


class Listed(dict[str, Any]):
    """The part of a tree that is a list in the file: its order counts, too."""


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
    "due": "review_due",
    "urgent_due": "urgent_review_due",
    "is_unreviewed": "unreviewed",
}
"""Names of the model that differ from the keys of the file."""

PARTS = ("scores", "laboratory", "listed", "spoilers", "considered")

TABLES = (
    *("sections", "measures", "factors", "safety", "references", "regions", "phrases", "words", "practice"),
    "review",
)
"""Fields of the questionnaire that have a place of their own in the tree."""

DIGESTS = ("digest", "meaning", "translation_of", "source_words")
"""Fields by which programs know texts: they change nothing of what is asked, judged or said."""


def tree_of(questionnaire: Questionnaire) -> Tree:
    """Return the tree: kind, id, key and so on, down to values."""
    practice = questionnaire.practice
    return {
        "questionnaire": {
            **_fields(questionnaire, without=(*TABLES, *DIGESTS)),
            **_fields(questionnaire.review),
        },
        "section": Listed({one.id: _fields(one, without=("questions",)) for one in questionnaire.sections}),
        "question": Listed(_mapped(questionnaire.questions)),
        "measure": _mapped(questionnaire.measures),
        "factor": Listed(_mapped(questionnaire.factors)),
        "safety": _value(questionnaire.safety),
        "phrase": _mapped(questionnaire.phrases),
        "region": _mapped(questionnaire.regions),
        "reference": _mapped(questionnaire.references),
        "words": _mapped(questionnaire.words),
        **{part: _value(getattr(practice, part)) for part in PARTS},
    }


def _mapped(things: Mapping[Any, Any]) -> Tree:
    return {text_of(key): _value(value) for key, value in things.items()}


def _fields(thing: Any, without: Iterable[str] = ()) -> Tree:  # noqa: ANN401 - any value of the model
    names = (field.name for field in fields(thing) if field.name not in {"id", *without})
    return {RENAMED.get(name, name): _value(getattr(thing, name)) for name in names}


def _value(value: Any) -> Tree | Leaf:  # noqa: ANN401 - any value of the model
    if isinstance(value, Bounds | Basis | Node):
        return value
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Mapping):
        return _mapped(value)
    if isinstance(value, tuple) and value and _is_of_tables(value[0]):
        every = enumerate(value, start=1)
        return Listed({getattr(one, "id", "") or str(place): _value(one) for place, one in every})
    return value


def _is_of_tables(member: object) -> bool:
    return isinstance(member, tuple) or (is_dataclass(member) and not isinstance(member, Bounds))


def text_of(value: Leaf) -> str:
    """Return a value as its file has it, or nearly so."""
    if isinstance(value, Level):
        return value.word
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    if isinstance(value, int | Fraction):
        return write_exact(value)
    if isinstance(value, Node):
        return value.text
    if isinstance(value, frozenset | tuple):
        mark = "; " if isinstance(value, tuple) and value and isinstance(value[0], Bounds) else ", "
        return mark.join(map(text_of, sorted(value) if isinstance(value, frozenset) else value))
    return value if isinstance(value, str) else WRITTEN[type(value)](value)


def _bounds(bounds: Bounds) -> str:
    when = f" when {bounds.when.text}" if bounds.when else ""
    return f"[{text_of(bounds.low)}, {text_of(bounds.high)}]{when}"


def _basis(basis: Basis) -> str:
    sources = f": {text_of(basis.sources)}" if basis.sources else ""
    cases = "".join(f"; {_basis(case)} when {when.text}" for when, case in basis.cases)
    return f"{basis.kind}{sources}" + (f" | {basis.note}" if basis.note else "") + cases


WRITTEN: dict[type, Callable[[Any], str]] = {Bounds: _bounds, Basis: _basis}
