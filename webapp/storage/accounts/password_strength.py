"""How soon somebody would guess a password: of common ones, words, names, rows of keys, dates, mixtures.

By zxcvbn, which estimates how many guesses it takes (Wheeler, USENIX Security 2016). OWASP ASVS 5.0, 6.2.4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

TOO_LIKE_THE_NAME = (
    "The password is too like your name or sign-in name, or the clinic’s name. Choose another one."
)
TOO_COMMON = "This password is one of those that are tried first. Choose another one."
TOO_REPEATED = "The password says the same again and again. Choose another one, such as four words."
TOO_STRAIGHT = (
    "The password follows the keys of the keyboard, or counts on. Choose another, such as four words."
)

GUESSES = 10**10
"""As many as a thief of the database cannot try in a year, behind our slow hash, on one machine."""

WITHOUT_GAPS = 10**7
"""As many for its letters and digits alone: blanks between the parts of a common password hide nothing."""

OWN_WORDS = ("naturopath", "naturopathic", "naturopathy", "clinic", "health", "practice", "questionnaire")
"""What people at a clinic think of first."""

# zxcvbn takes a second for 72 signs of the worst kind. A password that is good in this many is good.
LOOKED_AT = 32

# What a row of keys gives with the shift key held, on the commonest keyboard.
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")

_WORD = re.compile(r"\w{3,}")


def what_is_easy(password: str, names: Sequence[str]) -> str:
    """Tell in a sentence why the password is soon guessed; "" where it is not.

    Of a long one, its beginning or its end has to be good by itself.
    """
    inputs = [each for name in names for each in (name.casefold(), *_WORD.findall(name.casefold()))]
    ends = {password[:LOOKED_AT]: None, password[-LOOKED_AT:]: None}
    problems = [_problem(each, inputs) or _problem(each.translate(_UNSHIFTED), inputs) for each in ends]
    return "" if "" in problems else problems[0]


def _problem(text: str, inputs: Sequence[str]) -> str:
    # Its lists of words are large, and most processes never choose a password.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    plain = "".join(sign for sign in text if sign.isalnum())
    for told, enough in ((text, GUESSES), (plain or text, WITHOUT_GAPS)):
        found = zxcvbn(told, user_inputs=[*inputs, *OWN_WORDS])
        if found["guesses"] < enough:
            return _why(told, found["sequence"], inputs)
    return ""


def _why(text: str, sequence: Sequence[dict[str, Any]], inputs: Sequence[str]) -> str:
    """The sentence for the parts that zxcvbn found."""
    named = sum(len(each["token"]) for each in sequence if each["token"].casefold() in inputs)
    patterns = {each["pattern"] for each in sequence if len(each["token"]) > len(text) // 4}
    if named * 2 >= len(text):
        return TOO_LIKE_THE_NAME
    if patterns == {"repeat"}:
        return TOO_REPEATED
    return TOO_STRAIGHT if patterns and patterns <= {"spatial", "sequence"} else TOO_COMMON
