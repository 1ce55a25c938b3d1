"""People whose levels are open though nothing is missing: their answers are ranges."""

from __future__ import annotations

from tests.pdf.people import answers_of
from tests.unit.assessment.tiny import tiny

RANGES = tiny(
    "".join(
        f"""
[[section.question]]
id = "amount_{number}"
kind = "single"
text = "How much?"
options = [
  {{ id = "none", label = "None", amount = 0 }},
  {{ id = "little", label = "A little", amount = 1 }},
  {{ id = "some", label = "Some, or none", amount = [0, 3] }},
  {{ id = "much", label = "A little, or much", amount = [1, 3] }},
]
"""
        for number in (1, 2, 3)
    )
    + "".join(
        f"""
[[factor]]
id = "thing_{number}"
title = "Thing {number}"
in_a_sentence = "thing {number}"
strong = "amount_{number}.amount >= 3"
moderate = "amount_{number}.amount >= 2"
slight = "amount_{number}.amount >= 1"
THREE_LEVELS
"""
        for number in (1, 2, 3)
    )
)
"""Three factors, each from one question whose answers may be ranges."""

FEW_UNITS_OFTEN = {
    **answers_of("W37"),
    "region": "UK",
    "audit1": "4",
    "audit2_uk": "0",
    "audit3_uk": "0",
    "veg_per_day": 5,
    "wholegrain_per_day": 4,
    "legumes_per_week": 5,
}
"""A woman in the UK with nothing but 1 or 2 units on 4 days a week or more: 32 to 112 g of alcohol a week."""
