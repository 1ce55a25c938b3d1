"""A small questionnaire with every kind of table and nearly every key of the file, to spoil."""

from __future__ import annotations

from tests.unit.questionnaire.practice_tables import EVERY, added

HEAD = """full_level = "moderate"
reading_age = 12
signed_off = "2027-01-31"
review_due = "2028-01-31"
urgent_review_due = "2027-07-31"
keeps = { days = 182, basis = { kind = "pragmatic" } }
"""
MORE = """
[[section]]
id = "signs"
title = "Signs"
minutes = 0.5
easy.title = "Signs"
check = [ { when = "'fever' in signs and fruit > 9", text = "Do these fit?", easy.text = "Right?" } ]

  [[section.question]]
  id = "signs"
  kind = "multi"
  text = "Have you had any of these?"
  easy = { text = "Any of these?", options = { fever = "Hot" } }
  picture = "places-forest"
  options = [
    { id = "fever", label = "A fever", points = 2 },
    { id = "blood", label = "Blood", points = 3, offer_if = "drinks != '0'" },
    { id = "none", label = "None", exclusive = true, points = 0 },
    { id = "not_sure", label = "Not sure", unknown = ["fever"], exclusive = true },
  ]

  [[section.question]]
  id = "blood_test"
  kind = "number"
  text = "What was the number?"
  unit = "pieces"
  step = 0.5
  ranges = [ { when = "drinks == '1'", range = [1, 20] }, { range = [2.5, 40] } ]
  plausible = [2, 30]
  show_if = "'blood' in signs and known(drinks)"
  when_hidden = "nothing"
  changeable = "less"
  keeps = { days = 28, basis = { kind = "pragmatic" } }

[[unit]]
unit = "pieces"
one = "piece"
many = "pieces"
plurals = { two = "two pieces" }
exactly = { 0 = "none" }

[[measure]]
id = "tested"
title = "Tested or guessed"
unit = "pieces"
decimals = 1
basis = { kind = "pragmatic", cases = [ { when = "fruit > 3", kind = "arithmetic" } ] }
cases = [ { when = "known(blood_test)", value = "blood_test" }, { value = "max(fruit, 1) / 2" } ]

[[measure]]
id = "mood"
title = "Mood"
type = "level"
basis = { kind = "pragmatic" }
cases = [ { when = "fruit > 5", value = "strong" }, { value = "none" } ]

[[factor]]
id = "blood"
title = "Blood"
in_a_sentence = "blood"
strong = "tested < 2 and low_fibre >= slight"
slight = "mood >= moderate or drinks.points >= 1"
basis = { strong = { kind = "pragmatic" }, slight = { kind = "published", sources = ["who-2023"] } }
evidence = { grade = "B", text = "Few.", cases = [ { when = "fruit > 2", grade = "A" } ] }
told = [ { when = "known(blood_test)", text = "{blood_test}, {tested}" }, { text = "{source} only." } ]
easy.told = ["Tested.", "Not."]
why = "It matters."
easy.why = "It counts."
ask = ["Which test?", { when = "fruit > 3", text = "How much fruit?" }]
references = ["who-2023"]
article = false
estimate = "tested"
number_lines = ["tested"]
note = [ { when = "fruit > 9", text = "Much {fruit}.", check = true, basis = { kind = "pragmatic" } } ]

[[safety]]
id = "bleeding"
tier = 1
when = "'blood' in signs"
title = "Blood"
text = "Call {emergency}."
more = [ { when = "'fever' in signs", text = "And the fever." } ]
silences_changes_of = ["low_fibre", "*"]
silences_changes_of_questions = ["blood_test"]
source = "standard"

[[accepted]]
code = "no-doi"
at = ["who-2023"]
why = "It has none."
"""
BASED = EVERY.replace("items =", 'basis = { kind = "pragmatic" }\nitems =').replace(
    "limits =", 'basis = { kind = "pragmatic" }\nlimits ='
)
RICH = HEAD + added(BASED).replace("[[measure]]", f"{MORE}\n[[measure]]", 1)
