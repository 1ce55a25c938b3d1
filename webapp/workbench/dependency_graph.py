"""The dependencies of a questionnaire as a picture: answers on the left, then measures, factors and flags."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from markupsafe import Markup

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.numbers import Number
from webapp.report.charts.svg import empty, frame, full, line, text

WIDTH, HEIGHT = 210, 26  # the size of a box
ACROSS, DOWN, MARGIN = 300, 36, 20  # the distances between boxes, and the margin
LONGEST = 32  # characters that fit into a box
Place = tuple[int, int]


def graph_picture(questionnaire: Questionnaire, focus: str) -> str:
    """Return an SVG file of everything that leads to a factor, or to and from a question."""
    arrows = _arrows(questionnaire)
    kept = _around(arrows, focus)
    arrows = {name: starts & kept for name, starts in arrows.items() if name in kept}
    columns = _columns(arrows)
    places = _places(columns)
    inside = [_arrow(places[start], places[end]) for end in arrows for start in sorted(arrows[end])]
    inside += [_box(questionnaire, name, places[name], is_focus=name == focus) for name in arrows]
    deepest = max(len(column) for column in columns)
    size = len(columns) * ACROSS - (ACROSS - WIDTH) + 2 * MARGIN, deepest * DOWN + 2 * MARGIN
    title = f"What hangs on what: {_title(questionnaire, focus)}"
    says = "; ".join(_sentence(questionnaire, end, starts) for end, starts in arrows.items() if starts)
    drawn = str(frame(size, "picture", title, says, inside))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def _arrows(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """Return what each question (its show_if), measure, factor and flag depends on directly.

    The names of flags have a "!" in front: they may clash with others.
    """
    arrows = {
        one.id: _names([one.show_if] if one.show_if else []) for one in questionnaire.questions.values()
    }
    arrows |= {measure.id: _names([measure.formula]) for measure in questionnaire.measures.values()}
    arrows |= {factor.id: _names(factor.rules.values()) for factor in questionnaire.factors.values()}
    return arrows | {f"!{flag.id}": _names([flag.when]) for flag in questionnaire.safety}


def _names(rules: Iterable[Node]) -> frozenset[str]:
    return frozenset(name for rule in rules for group in rule.names() for name in group)


def _around(arrows: Mapping[str, frozenset[str]], focus: str) -> frozenset[str]:
    before, after = {focus}, {focus}
    while more := {start for name in before for start in arrows[name]} - before:
        before |= more
    while more := {name for name, starts in arrows.items() if starts & after} - after:
        after |= more
    return frozenset(before | after)


def _columns(arrows: Mapping[str, frozenset[str]]) -> list[list[str]]:
    depths: dict[str, int] = {}
    while len(depths) < len(arrows):
        ready = [name for name, starts in arrows.items() if name not in depths and starts <= depths.keys()]
        depths.update({name: 1 + max((depths[one] for one in arrows[name]), default=-1) for name in ready})
    columns: list[list[str]] = [[] for _ in range(max(depths.values()) + 1)]
    for name, depth in depths.items():
        columns[depth].append(name)
    for before, column in pairwise(columns):
        rows = {name: row for row, name in enumerate(before)}
        column.sort(key=lambda name: _middle([rows[one] for one in arrows[name] if one in rows]))
    return columns


def _middle(rows: list[int]) -> float:
    return sum(rows) / len(rows) if rows else 0


def _places(columns: list[list[str]]) -> dict[str, Place]:
    deepest = max(len(column) for column in columns)
    return {
        name: (MARGIN + column * ACROSS, MARGIN + row * DOWN + (deepest - len(names)) * DOWN // 2)
        for column, names in enumerate(columns)
        for row, name in enumerate(names)
    }


def _arrow(start: Place, end: Place) -> Markup:
    left: tuple[Number, Number] = (start[0] + WIDTH, start[1] + HEIGHT // 2)
    right: tuple[Number, Number] = (end[0], end[1] + HEIGHT // 2)
    return line(left, right, strength="0.45")


def _box(questionnaire: Questionnaire, name: str, place: Place, *, is_focus: bool) -> Markup:
    title = _title(questionnaire, name)
    shown = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    paper = full(place, (WIDTH, HEIGHT), "white")
    edge = empty(place, (WIDTH, HEIGHT))
    edges = edge + line((place[0], place[1]), (place[0], place[1] + HEIGHT), width="4" if is_focus else "2")
    return paper + edges + text((place[0] + 8, place[1] + 17), shown)


def _title(questionnaire: Questionnaire, name: str) -> str:
    if name in questionnaire.questions:
        return questionnaire.questions[name].short_name
    if name in questionnaire.measures or name in questionnaire.factors:
        return (questionnaire.measures.get(name) or questionnaire.factors[name]).title
    return next(f"Flag: {flag.title or flag.id}" for flag in questionnaire.safety if flag.id == name[1:])


def _sentence(questionnaire: Questionnaire, end: str, starts: frozenset[str]) -> str:
    titles = (_title(questionnaire, start) for start in sorted(starts))
    return f"{_title(questionnaire, end)} looks at {', '.join(titles)}"
