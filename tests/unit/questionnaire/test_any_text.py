"""Whatever the file holds, loading answers with a questionnaire or with problems that have lines."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.questionnaire.practice_tables import EVERY, added
from tests.unit.questionnaire.small import problems

LINES = added(EVERY).split("\n")
VALUES = st.sampled_from(
    """1 | -2.5 | inf | true | "" | [] | [1] | [[1], 2] | {} | { id = "a" } | 1979-05-27 | [15, 0]
    "fruit" | "low_fibre" | "fibre_g > {x} <b> **" | ["who-2023"] | [{ when = "fruit", text = 1 }]
    "source + 1" | "1 / (fruit - fruit)" | "drinks" | "stop" | "nothing" | "known(fruit)" | "slight"
    "multi" | "level" | "drinks.points > 0" | "fruit > 90" | "amount < 3"
    """.replace("\n", " | ").split(" | ")[:-1]
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """The small questionnaire with some lines taken away, doubled, moved or given other values."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["drop", "double", "move", "value", "value", "value"]))
        line = lines[at]
        if change == "value":
            lines[at] = re.sub(r"= .*", lambda _: "= " + draw(VALUES), line)
        if change in ("drop", "move"):
            del lines[at]
        if change in ("double", "move"):
            lines.insert(draw(st.integers(0, len(lines))), line)
    return "\n".join(lines)


@given(spoilt())
def test_a_spoilt_questionnaire_is_loaded_or_refused_with_lines(text: str) -> None:
    for problem in problems(text):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.code
        assert problem.sentence("q").startswith(f"q:{problem.line}: ")


@given(st.text(max_size=200))
def test_any_text_is_refused(text: str) -> None:
    assert problems(text)
