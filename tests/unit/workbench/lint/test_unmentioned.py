"""Answers that decide a level and that the report never mentions."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import FACTOR
from tests.unit.workbench.lint.linted import noted

ASKED = """
  [[section.question]]
  id = "n"
  NUMBER
  [[section.question]]
  id = "k"
  NUMBER
[[measure]]
id = "sum"
title = "Sum"
value = "n + 1"
[[measure]]
id = "twice"
title = "Twice"
value = "2 * sum"
[[phrase]]
id = "much"
cases = [{ when = "k > 3", text = "much" }, { text = "little" }]
[[factor]]
id = "f"
title = "F"
slight = "RULE"
FACTOR
"""


def told(rule: str, words: str) -> list[str]:
    """What is noted of a factor of this rule that tells these words."""
    factor = FACTOR.replace('told = "so much."', f"told = {words}")
    return noted(ASKED.replace("RULE", rule).replace("FACTOR", factor), "never-told")


@pytest.mark.parametrize("words", ['"{n} a day."', '"{sum} a day."', '"{twice} a day."'])
def test_what_is_printed_is_told_also_through_a_measure(words: str) -> None:
    assert told("n > 4", words) == []
    assert told("twice > 4", words) == []
    assert told("n > 4 or k > 4", words) == ['f.told: a level hangs on "k", and told says nothing of it']


@pytest.mark.parametrize("words", ['"{much}."', '[{ when = "k > 2", text = "much." }, { text = "little." }]'])
def test_what_the_words_hang_on_is_told_too(words: str) -> None:
    assert told("k > 4", words) == []
    assert told("twice > 4", words) == ['f.told: a level hangs on "twice", and told says nothing of it']
