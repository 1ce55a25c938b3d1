"""What is asked, worked out or written for nothing."""

from __future__ import annotations

from tests.unit.workbench.lint.linted import noted, noted_in

ASKED = """
  [[section.question]]
  id = "n"
  NUMBER
  [[section.question]]
  id = "idle"
  NUMBER
  [[section.question]]
  id = "m"
  kind = "multi"
  text = "Any?"
  options = [
    { id = "x", label = "Cough" },
    { id = "y", label = "Fever" },
    { id = "none", label = "None", exclusive = true },
    { id = "not_sure", label = "Not sure", exclusive = true, unknown = true },
  ]
[[measure]]
id = "used"
title = "Used"
value = "n + 1"
[[measure]]
id = "unused"
title = "Unused"
value = "idle + used"
[[phrase]]
id = "words"
cases = [{ when = "idle > 3", text = "much of {unused}" }, { text = "little" }]
[[factor]]
id = "f"
title = "F"
slight = "used > 4 or 'x' in m"
FACTOR
"""


def test_a_question_of_which_nothing_hangs_is_told() -> None:
    (told,) = noted(ASKED, "changes-nothing")
    assert told.startswith("idle.id: no level, flag, text or list depends on this question")


def test_measures_phrases_and_references_that_nothing_uses_are_told() -> None:
    other = '\n[[reference]]\nid = "other"\ntitle = "Other"'
    assert noted_in(ASKED + other, "measure-unused") == ["unused.id"]
    assert noted_in(ASKED + other, "phrase-unused") == ["words.id"]
    assert noted_in(ASKED + other, "reference-unused") == ["other.id"]


def test_a_phrase_that_is_printed_makes_its_questions_and_measures_count() -> None:
    printed = ASKED.replace("FACTOR", 'FACTOR\n[[factor.note]]\ntext = "You ate {words}."')
    for code in ("changes-nothing", "measure-unused", "phrase-unused"):
        assert noted(printed, code) == []


def test_an_option_that_no_rule_looks_at_is_told() -> None:
    assert noted(ASKED, "option-changes-nothing") == [
        'm.y: ticking "Fever" changes nothing: no rule looks at it'
    ]


def test_what_is_listed_for_the_practitioner_counts() -> None:
    listed = '\n[[listed]]\nid = "l"\ntitle = "Signs"\nquestions = ["m", "idle"]'
    assert noted(ASKED + listed, "option-changes-nothing") == []
    assert noted(ASKED + listed, "changes-nothing") == []


RULES = """
  [[section.question]]
  id = "a"
  YES_NO
  [[section.question]]
  id = "n"
  NUMBER
  show_if = "a == 'yes'"
  when_hidden = 0
  [[section.question]]
  id = "idle"
  NUMBER
[[measure]]
id = "sum"
title = "Sum"
value = "n + SHARE * idle"
[[factor]]
id = "f"
title = "F"
moderate = "sum > 9"
slight = "sum > 4"
TWO_LEVELS
"""


def test_a_question_that_rules_look_at_in_vain_is_told() -> None:
    (told,) = noted(RULES.replace("SHARE", "0"), "changes-nothing")
    assert told.startswith("idle.id: rules look at this question, and no answer to it makes a difference")
    assert noted(RULES.replace("SHARE", "2"), "changes-nothing") == []


def test_a_question_that_decides_a_yes_or_no_within_a_measure_makes_a_difference() -> None:
    yes = 'id = "much"\ntitle = "Much"\ntype = "yesno"\nvalue = "idle > 3 and a == \'yes\'"'
    body = RULES.replace("SHARE", "0").replace("[[factor]]", f"[[measure]]\n{yes}\n[[factor]]")
    used = body.replace('moderate = "sum > 9"', 'moderate = "sum > 9 or much"')
    assert noted(used, "changes-nothing") == []


def test_a_question_whose_rules_hold_for_nobody_is_told() -> None:
    never = RULES.replace("SHARE", "0").replace(
        'slight = "sum > 4"', "slight = \"sum > 4 or idle > 3 and a == 'no' and n > 2\""
    )
    assert noted_in(never, "changes-nothing") == ["idle.id"]
