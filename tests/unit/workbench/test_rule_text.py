"""Rules in words."""

from __future__ import annotations

import pytest

from tests.unit.assessment.tiny import tiny
from webapp.questionnaire.rules import Symbols, parse
from webapp.workbench.rule_text import rule_text

ASKED = tiny("""
  [[section.question]]
  id = "fruit"
  short = "Fruit"
  NUMBER
  [[section.question]]
  id = "drink"
  kind = "single"
  text = "Do you drink?"
  options = [
    { id = "no", label = "Never", points = 0 },
    { id = "some", label = "At times", points = 1 },
    { id = "much", label = "Often", points = 2 },
  ]
  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which pills?"
  options = [{ id = "acid", label = "Acid pills" }, { id = "other", label = "Others" }]
[[measure]]
id = "fibre"
title = "Fibre"
value = "3 * fruit"
[[measure]]
id = "ill"
title = "Is ill"
type = "yesno"
value = "'acid' in pills"
[[factor]]
id = "low"
title = "Low fibre"
slight = "fibre < 9"
FACTOR
""")
SCOPE = Symbols(ASKED.questions, {"fibre": "number", "ill": "yesno"}, frozenset(ASKED.factors))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("fruit >= 2.5", "Fruit is at least 2.5"),
        ("fruit + 1 < 2 * (fruit - 1)", "Fruit + 1 is below 2 × (Fruit - 1)"),
        ("fruit - (fruit + 1) > 0", "Fruit - (Fruit + 1) is above 0"),
        ("fruit - 1 + 2 <= fruit / 7", "Fruit - 1 + 2 is at most Fruit ÷ 7"),
        ("min(fruit, 3) == max(fruit, 1)", "the smallest of (Fruit, 3) is the largest of (Fruit, 1)"),
        ("fibre != 3", "Fibre is not 3"),
        ("drink == 'no'", "Do you drink? is “Never”"),
        ("drink in ['some', 'much']", "Do you drink? is “At times” or “Often”"),
        ("drink != 'no'", "Do you drink? is not “Never”"),
        ("drink.points >= 1", "the points of “Do you drink?” is at least 1"),
        ("'acid' in pills", "“Acid pills” is ticked"),
        ("'acid' not in pills", "“Acid pills” is not ticked"),
        ("known(fruit) and not known(drink)", "Fruit was answered and Do you drink? was not answered"),
        ("ill or fruit > 1 and low > none", "Is ill, or (Fruit is above 1 and Low fibre is above none)"),
        ("ill and (fruit > 1 or fruit < 9)", "Is ill and (Fruit is above 1, or Fruit is below 9)"),
        ("not ill", "not (Is ill)"),
        ("true", "always"),
    ],
)
def test_a_rule_reads_as_a_sentence(rule: str, words: str) -> None:
    node, problems = parse(rule, SCOPE)
    assert node is not None, problems
    assert rule_text(node, ASKED) == words
