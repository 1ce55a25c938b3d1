"""A small questionnaire without a fault, to spoil one line of."""

from __future__ import annotations

from webapp.questionnaire.load import load
from webapp.questionnaire.loading.completeness import WORDS
from webapp.questionnaire.problems import Problem, QuestionnaireErrors

PATTERNS = {"level_at_least": "{lowest} or more."}

SMALL = """\
version = "1"
title = "Small"
language = "en"

[[region]]
id = ""
emergency = "112"
help_line = "a help line"

[[section]]
id = "food"
title = "Food"

  [[section.question]]
  id = "fruit"
  kind = "number"
  text = "How many pieces of fruit a day?"
  range = [0, 15]
  plausible = [0, 6]

  [[section.question]]
  id = "drinks"
  kind = "single"
  text = "How often do you drink?"
  options = [
    { id = "0", label = "Never", points = 0 },
    { id = "1", label = "At times", points = 1 },
    { id = "skip", label = "Rather not say", unknown = true },
  ]

  [[section.question]]
  id = "amount"
  kind = "number"
  text = "How much?"
  range = [1, 40]
  show_if = "drinks == '1'"
  when_hidden = 0

  [[section.question]]
  id = "pills"
  kind = "multi"
  text = "Which pills do you take?"
  options = [
    { id = "acid", label = "Acid pills" },
    { id = "none", label = "None", exclusive = true },
  ]

[[measure]]
id = "fibre_g"
title = "Fibre"
value = "3 * fruit"
basis = { note = "3 g a piece", kind = "arithmetic" }

[[phrase]]
id = "source"
cases = [ { when = "fibre_g > 9", text = "fruit" }, { text = "" } ]

[[factor]]
id = "low_fibre"
title = "Low fibre"
strong = "fibre_g < 3"
moderate = "fibre_g < 6"
slight = "fibre_g < 9"
basis.strong = { kind = "pragmatic" }
basis.moderate = { kind = "arithmetic", note = "half" }
basis.slight = { kind = "published", sources = ["who-2023"] }
evidence = { grade = "C", text = "Few studies." }
told = "about {fibre_g} g from {source}."
why = "Fibre feeds."
ask = ["Which fibre?"]
references = ["who-2023"]

[[safety]]
id = "much"
tier = 2
when = "amount > 20"
basis = { note = "much", kind = "arithmetic" }
text = "See a doctor or call {emergency}."

[[reference]]
id = "who-2023"
title = "Fibre"

[words]
""" + "".join(f'{key} = "{PATTERNS.get(key, "Words.")}"\n' for key in WORDS)


def small(old: str = "", new: str = "") -> str:
    """The small questionnaire with one piece of its text replaced by another."""
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with a text."""
    try:
        load(text)
    except QuestionnaireErrors as errors:
        return errors.problems
    return ()


def line_of(text: str, piece: str) -> int:
    """The line on which a piece of text stands."""
    assert text.count(piece) == 1, f"{piece!r} stands in the text {text.count(piece)} times"
    return text[: text.index(piece)].count("\n") + 1


def refused(old: str, new: str, *, at: str, code: str, said: str) -> None:
    """The questionnaire with `new` in place of `old` is refused for one thing, in the line of `at`."""
    text = small(old, new)
    found = [(problem.code, problem.sentence("q.toml")) for problem in problems(text)]
    assert found == [(code, f"q.toml:{line_of(text, at)}: {said}")]
