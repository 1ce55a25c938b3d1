"""Hints for common mistakes in rules: operators of other languages, wrong quotes and the like."""

import re

QUOTED = re.compile(r"'[^'\n]*'")

HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"=[<>]"), 'the = comes last: write >= for "at least" and <= for "at most"'),
    (re.compile(r"(?<![<>=!])=(?!=)"), 'write == for "is equal"'),
    (re.compile(r"[≥≤≠]"), "write >= for ≥, <= for ≤ and != for ≠"),
    (re.compile(r"&&|\|\||\b(?:AND|OR|NOT)\b"), "write and, or, not in small letters"),
    (re.compile("[\u2018\u2019\u201c\u201d]"), "write straight quotes, as in 'yes'"),
    (re.compile(r"\d,\d"), "write a point in a decimal number, as in 2.5"),
    (re.compile(r"%"), "there is no % in a rule: write the number"),
)
"""A pattern of each mistake outside quotes, and what to write instead."""


def hint_for(rule: str) -> str:
    """Return what to write in a rule that cannot be parsed; "" for an unknown mistake."""
    bare = QUOTED.sub("", rule)
    found = next((advice for form, advice in HINTS if form.search(bare)), "")
    if not found and bare.count("(") != bare.count(")"):
        return "there are not as many ( as )"
    return found
