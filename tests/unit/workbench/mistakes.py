"""Mistakes that authors make, from mistakes.toml, and the questionnaire that they are made in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.project import TEXT
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.texts import texts
from webapp.questionnaire.problems import Problem, QuestionnaireErrors
from webapp.workbench.checking import find_all

SECTIONS = ("sugar", "other_foods", "stress", "vitamin_d", "gut_and_body")
FACTORS = (
    *("low_vitamin_d", "western_diet", "high_fructose", "food_additives", "stress", "dysbiosis_infection"),
    "oxidative_stress_hypoxia_ph",
)
"""Factors that the shorter copy does not have."""

CHECKED_LAST = {"rule-without-basis", "unnamed-reference", "off-step", "loose-rule"}
"""Errors that are looked for where nothing else is wrong."""

BLOCK = re.compile(r"^(?=\[\[?\w|  \[\[section\.question)", re.MULTILINE)
ID = re.compile(r'id = "([^"]*)"')


class Mistake(NamedTuple):
    """One edit, and the finding that it must cause."""

    what: str
    old: str
    new: str
    code: str
    said: str
    at: str = ""
    also: tuple[str, ...] = ()

    def made_in(self, text: str) -> str:
        assert text.count(self.old) == 1, f"{self.what}: not one such place"
        return text.replace(self.old, self.new)


def _without_easy_words(text: str) -> str:
    """Return the text without its easy words, which stand beside those that a mistake is made in."""
    source = parse_toml(text)
    spots = [source.positions.spots[path] for path, _ in texts(source.data) if "easy" in path]
    for spot in sorted(spots, key=lambda one: -one.start):
        start = text.rindex("\n", 0, spot.key)
        is_item = not text[start:].lstrip().startswith("easy.")
        text = text[: start if not is_item else spot.key] + text[text.index("\n", spot.end) :]
    return EMPTIED.sub("", text)


EMPTIED = re.compile(r"\n *easy\.\w+ = \[\s*\]")
PLAIN = _without_easy_words(TEXT)


def mistakes(kind: str) -> list[Mistake]:
    """Return the mistakes of one kind: "error", "warning" or "change"."""
    read = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text("utf-8"))
    return [Mistake(**{**one, "also": tuple(one.get("also", ()))}) for one in read[kind]]


@cache
def shorter() -> str:
    """Return the shipped questionnaire without some sections and factors, and what depends on them."""
    text = "".join(_kept(PLAIN))
    while errors := _errors(text):
        text = _without(text, errors)
    return _without(text, [one for one in find_all(text).warnings if one.code == "reference-unused"])


def _errors(text: str) -> tuple[Problem, ...]:
    try:
        load(text)
    except QuestionnaireErrors as error:
        return error.problems
    return ()


def _kept(text: str) -> Iterator[str]:
    is_left_out = False
    for block in BLOCK.split(text):
        named = ID.search(block)
        name = named[1] if named else ""
        if block.startswith("["):
            is_left_out = block.startswith("[[section]]") and name in SECTIONS
            is_left_out = is_left_out or (block.startswith("[[factor]]") and name in FACTORS)
        if not is_left_out:
            yield block


def _without(text: str, told: list[Problem] | tuple[Problem, ...]) -> str:
    """Return the text without the tables that cause a finding."""
    lines = {problem.line for problem in told}
    kept, at = [], 1
    for block in BLOCK.split(text):
        inside = range(at, at := at + block.count("\n"))
        kept += [block] if lines.isdisjoint(inside) else []
    return "".join(kept)


def batches(made: list[Mistake], text: str, most: int = 12) -> list[list[Mistake]]:
    """Yield groups of mistakes that fit into one copy of the text, since each is in another place."""
    groups: list[list[Mistake]] = []
    for mistake in made:
        fitting = (one for one in groups if len(one) < most and _fits(mistake, one, text))
        group = next(fitting, None)
        if group is None:
            groups.append(group := [])
        group.append(mistake)
    return groups


def _fits(mistake: Mistake, others: list[Mistake], text: str) -> bool:
    """Return whether it can be made together with the others, in any order, and none hides another's line."""
    group = [mistake, *others]
    codes = {one.code for one in group}
    if "not-toml" in codes or (codes & CHECKED_LAST and codes - CHECKED_LAST):
        return False  # the first stops the reader
    try:
        one_way, other_way = made(group, text), made(reversed(group), text)
    except AssertionError:
        return False
    return one_way == other_way and all(not one.at or one.at in one_way for one in group)


def made(mistakes_: Iterable[Mistake], text: str) -> str:
    """Return the text with all of these mistakes."""
    for mistake in mistakes_:
        text = mistake.made_in(text)
    return text


def wrongly_reported(group: list[Mistake], text: str, told: Iterable[Problem]) -> list[str]:
    """Return mistakes that are not reported at their line in the right words, and other reports."""
    sentences = [(one.code, one.line, one.sentence("questions.toml")) for one in told]
    expected = {code for one in group for code in (one.code, *one.also)}
    missed = [one.what for one in group if not _is_reported(one, _line(one, group, text), sentences)]
    return missed + [sentence for code, _, sentence in sentences if code not in expected]


def _is_reported(mistake: Mistake, line: int, sentences: list[tuple[str, int, str]]) -> bool:
    return any(
        (code, at) == (mistake.code, line) and mistake.said in sentence for code, at, sentence in sentences
    )


def _line(mistake: Mistake, group: list[Mistake], text: str) -> int:
    """Return the line of the expected finding in the text with the whole group."""
    if mistake.at:
        faulty = made(group, text)
        return faulty.count("\n", 0, faulty.index(mistake.at)) + 1
    others = made((one for one in group if one is not mistake), text)
    return others.count("\n", 0, others.index(mistake.old)) + 1
