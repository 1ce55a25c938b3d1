"""Placeholders that may have nothing to stand for."""

from __future__ import annotations

import pytest

from tests.unit.workbench.lint.linted import noted, noted_in

ASKED = """
  [[section.question]]
  id = "a"
  YES_NO
  [[section.question]]
  id = "n"
  NUMBER
  show_if = "a == 'yes'"
  when_hidden = 0
  [[section.question]]
  id = "lab"
  NUMBER
  show_if = "known(n) and n > 3"
  when_hidden = "nothing"
  [[section.question]]
  id = "must"
  YES_NO
  required = true
[[measure]]
id = "double"
title = "Double"
value = "2 * lab"
[[measure]]
id = "tested"
title = "Tested, or an estimate"
cases = [ { when = "must == 'yes'", value = "lab" }, { value = "n" } ]
[[measure]]
id = "sum"
title = "Sum"
value = "n + 1"
"""


def flag(when: str, text: str) -> str:
    return f'{ASKED}\n[[safety]]\nid = "s"\ntier = 2\nwhen = "{when}"\ntext = "{text}"'


@pytest.mark.parametrize(
    ("when", "text", "is_empty"),
    [
        ("a == 'yes'", "{n} a day.", True),
        ("a == 'yes' and known(n)", "{n} a day.", False),
        ("n > 3", "{n} a day.", False),
        ("a == 'no'", "{n} a day.", True),
        ("a == 'no'", "You said {a}.", False),
        ("not known(a)", "You said {a}.", True),
        ("a == 'not_sure'", "You said {a}.", False),  # its words are printed
        ("must == 'yes' or not known(must)", "You said {must}.", False),
        ("n > 3", "{double} in all.", False),  # skipped, it may be any number: a range is printed
        ("must == 'yes'", "{double} in all.", True),
        ("known(lab)", "{double} in all.", False),
        ("a == 'no'", "{double} in all.", True),
        ("must == 'not_sure'", "{tested} in all.", True),
        ("must == 'not_sure' and n > 3", "{tested} in all.", False),
        ("must == 'no'", "{tested} in all.", False),
        ("must == 'yes'", "{tested} in all.", True),
        ("a == 'no'", "{sum} in all.", False),
        ("a == 'no'", "Call {emergency}.", False),
    ],
)
def test_a_placeholder_that_is_empty_for_somebody_is_told(when: str, text: str, is_empty: bool) -> None:
    assert bool(noted(flag(when, text), "placeholder-empty")) is is_empty


def test_the_sentence_says_what_is_printed() -> None:
    assert noted(flag("a == 'yes'", "{n} a day."), "placeholder-empty") == [
        's.text: {n} prints as "?" where n was skipped or not asked'
    ]


def test_the_sentence_on_a_measure_names_it() -> None:
    (told,) = noted(flag("a == 'no'", "{double} in all."), "placeholder-empty")
    assert told == 's.text: {double} prints as "?" where double has no value'


def test_a_row_is_read_by_those_whom_the_rows_above_leave() -> None:
    told = '[{ when = "not known(n)", text = "unsure" }, { text = "{n} a day" }]'
    body = f'{ASKED}\n[[factor]]\nid = "f"\ntitle = "F"\nslight = "n > 3"\nFACTOR'
    keys = body.replace("FACTOR", FACTOR_WITHOUT_TOLD)
    assert noted(f"{keys}\ntold = {told}", "placeholder-empty") == []
    assert noted_in(f'{keys}\ntold = "{{n}} a day"', "placeholder-empty") == ["f.told"]


FACTOR_WITHOUT_TOLD = """
basis.slight = { kind = "pragmatic" }
evidence = { grade = "B", text = "Few." }
why = "It matters."
ask = ["What?"]
references = ["who"]
"""

PHRASE = """
[[phrase]]
id = "words"
cases = [{ when = "n == 1", text = "once" }, { text = "{n} times" }]
"""


def test_a_phrase_is_looked_at_where_it_is_printed() -> None:
    assert noted_in(flag("a == 'yes'", "You ate {words}.") + PHRASE, "placeholder-empty") == [
        "words.cases 2.text"
    ]
    assert noted(flag("n >= 1", "You ate {words}.") + PHRASE, "placeholder-empty") == []
