"""Tables of the file that are written with the wrong brackets, or are no tables at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from webapp.questionnaire.loading.document import TABLES
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.problems import ErrorCollector

LISTS = tuple(kind for kind in TABLES if kind != "words")


def drop_misshapen(errors: ErrorCollector) -> None:
    """Add an error for each, and take it out of the data: later checks rely on lists of tables.

    What misses a table, or a name in one, is no error beside that.
    """
    data = errors.data
    left = {key: value for key, value in data.items() if key not in LISTS or _is_list(errors, (key,), value)}
    if not isinstance(left.get("words", {}), dict):
        _refuse(errors, ("words",), left.pop("words"), "write this as a table, [words]")
    if "section" in left:
        left["section"] = [_section(errors, *pair) for pair in enumerate(left["section"])]
    errors.data = left


def _section(errors: ErrorCollector, index: int, section: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a section, without its questions where these are misshapen."""
    asked = section.get("question", [])
    if _is_list(errors, ("section", index, "question"), asked):
        return section
    return {key: value for key, value in section.items() if key != "question"}


def _is_list(errors: ErrorCollector, path: TomlPath, value: object) -> bool:
    """Return whether this is a list of tables, after an error if it is not."""
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return True
    name = ".".join(step for step in path if isinstance(step, str))
    _refuse(errors, path, value, f"write each as [[{name}]], with two brackets")
    return False


def _refuse(errors: ErrorCollector, path: TomlPath, value: object, message: str) -> None:
    errors.add_to_key(path, "wrong-type", message)
    errors.unreadable_paths.add(path)
    errors.unreadable_ids.update(_ids_in(value))


def _ids_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from _ids_in(one)
