"""What the screen takes and paper cannot is a warning."""

from __future__ import annotations

import pytest

from tests.unit.workbench.lint.linted import noted

NUMBER = '  [[section.question]]\n  id = "n"\n  kind = "number"\n  text = "How much?"\n'


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("range = [0, 15]", []),
        ("range = [-20, 15]", ["n.range: on paper nobody can tick numbers below 0"]),
        ("ranges = [ { range = [-1, 5] } ]", ["n.ranges: on paper nobody can tick numbers below 0"]),
        ("range = [0, 10000000]", ["n.range: on paper nobody can tick numbers from 10000000 on"]),
    ],
)
def test_numbers_without_boxes_are_told(keys: str, said: list[str]) -> None:
    assert noted(NUMBER + keys, "not-on-paper") == said
