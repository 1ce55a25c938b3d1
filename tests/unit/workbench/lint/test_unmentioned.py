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
[[measure]]
id = "total"
title = "Total"
value = "n + k"
[[measure]]
id = "either"
title = "Either"
type = "yesno"
value = "n > 4 or k > 4"
[[measure]]
id = "step"
title = "Step"
type = "level"
cases = [{ when = "n > 4", value = "strong" }, { when = "k > 4", value = "moderate" }, { value = "none" }]
[[measure]]
id = "line"
title = "Line"
cases = [{ when = "k > 4", value = 3 }, { value = 4 }]
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
    """Return what is noted of a factor with this rule and these words."""
    return noted(ASKED.replace("RULE", rule).replace("FACTOR", telling(words)), "never-told")


def telling(words: str) -> str:
    """Return the usual keys of a factor, with these words for patients."""
    return FACTOR.replace('told = "so much."', f"told = {words}")


UNTOLD = 'f.told.{0}: a level hangs on "{0}", and told says nothing of it'


@pytest.mark.parametrize("words", ['"{n} a day."', '"{sum} a day."', '"{twice} a day."'])
def test_what_is_printed_is_told_also_through_a_measure(words: str) -> None:
    assert told("n > 4", words) == []
    assert told("twice > 4", words) == []
    assert told("n > 4 or k > 4", words) == [UNTOLD.format("k")]


@pytest.mark.parametrize("words", ['"{much}."', '[{ when = "k > 2", text = "much." }, { text = "little." }]'])
def test_what_the_words_hang_on_is_told_too(words: str) -> None:
    assert told("k > 4", words) == []
    assert told("twice > 4", words) == [UNTOLD.format("n")]


@pytest.mark.parametrize("rule", ["total > 4", "either", "step >= moderate", "total > 4 and either"])
def test_each_answer_behind_a_measure_is_to_be_told(rule: str) -> None:
    assert told(rule, '"{n} a day."') == [UNTOLD.format("k")]
    assert told(rule, '"{n} and {k} a day."') == []


def test_a_number_that_sums_up_several_answers_tells_them_all() -> None:
    assert told("either or step >= moderate", '"{total} a day."') == []


def test_that_words_hang_on_a_measure_tells_that_measure_alone() -> None:
    words = '[{ when = "either", text = "much." }, { text = "{n}." }]'
    assert told("either", words) == []
    assert told("either or step >= moderate", words) == [UNTOLD.format("k")]


def test_whether_something_was_answered_tells_nothing_of_the_answer() -> None:
    assert told("k > 4", '[{ when = "not known(k)", text = "?" }, { text = "much." }]') == [
        UNTOLD.format("k")
    ]
    assert told("known(k) and n > 4", '"{n} a day."') == []


def test_a_cut_off_need_not_be_told() -> None:
    assert told("n > line", '"{n} a day."') == []
    assert told("line < 4", '"{n} a day."') == [UNTOLD.format("k")]


NOTE = """
  [[factor.note]]
  when = "k > 4"
  text = "This counts k, too."
"""


@pytest.mark.parametrize(
    ("added", "untold"), [("", []), ('audience = "practitioner"', ["k"]), ("open = true", ["k"])]
)
def test_a_remark_for_patients_tells_what_it_hangs_on(added: str, untold: list[str]) -> None:
    factor = telling('"{n} a day."') + NOTE + added
    body = ASKED.replace("RULE", "n > 4 or k > 4").replace("FACTOR", factor)
    assert noted(body, "never-told") == [UNTOLD.format(one) for one in untold]
