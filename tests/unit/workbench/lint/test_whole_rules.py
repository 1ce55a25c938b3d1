"""The text of a rule is one whole rule, or the check refuses it."""

from __future__ import annotations

import pytest

from tests.unit.questionnaire.small import line_of, small
from webapp.questionnaire.load import load
from webapp.workbench.checking import find_all

RULE = 'strong = "fibre_g < 3"'


@pytest.mark.parametrize(
    ("rule", "at", "said"),
    [
        (
            "strong = \"fibre_g < 3) or (drinks == '1'\"",
            "fibre_g < 3)",
            'this bracket closes none that the rule opens: ")"',
        ),
        (
            'strong = "fibre_g < 3 # or drinks"',
            "fibre_g < 3 #",
            'what stands behind # is not judged: take it out: "# or drinks"',
        ),
        (
            'strong = """\nfibre_g < 3\nor fruit < 1  # none\n"""',
            "or fruit < 1",
            'what stands behind # is not judged: take it out: "# none"',
        ),
    ],
)
def test_a_text_that_is_not_judged_as_it_reads_is_refused(rule: str, at: str, said: str) -> None:
    text = small(RULE, rule)
    found = [(one.code, one.sentence("q")) for one in find_all(text).errors]
    assert found == [("loose-rule", f"q:{line_of(text, at)}: low_fibre.strong: {said}")]


def test_a_stored_text_with_such_a_rule_loads_and_judges_as_it_did() -> None:
    stored = load(small(RULE, 'strong = "fibre_g < 3 # or drinks"'))
    assert stored.factors == load(small()).factors


def test_brackets_and_signs_in_quotes_are_no_loose_pieces() -> None:
    assert find_all(small(RULE, 'strong = "(fibre_g < 3) and (fruit < 9 or fruit > 9)"')).errors == ()
