"""How soon a password would be guessed: common ones, words, names, keyboard rows, dates and mixtures.

zxcvbn estimates the number of guesses (Wheeler, USENIX Security 2016). OWASP ASVS 5.0, 6.2.4.
"""

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

GUESSES = 10**10  # more than one machine can try in a year against our slow hash, with a stolen database

WITHOUT_GAPS = 10**7
"""The minimum for its letters and digits alone: blanks within a common password do not protect it."""

OWN_WORDS = ("naturopath", "naturopathic", "naturopathy", "clinic", "health", "practice", "questionnaire")
"""The words that people at a clinic think of first."""

# zxcvbn takes a second for 72 characters of the worst kind. A password that is strong within this many is.
LOOKED_AT = 32

# The digit row with the shift key held, on the most common keyboard.
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")

_WORD = re.compile(r"\w{3,}")


def guessability_problem(password: str, names: Sequence[str]) -> str:
    """Return a sentence on why a password is easily guessed, or "".

    The beginning or the end of a long password must be strong by itself.
    """
    inputs = [each for name in names for each in (name.casefold(), *_WORD.findall(name.casefold()))]
    ends = {password[:LOOKED_AT]: None, password[-LOOKED_AT:]: None}
    problems = [_problem(each, inputs) or _problem(each.translate(_UNSHIFTED), inputs) for each in ends]
    return "" if "" in problems else problems[0]


def _problem(text: str, inputs: Sequence[str]) -> str:
    # Imported here: its word lists are large, and most processes never choose a password.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    plain = "".join(sign for sign in text if sign.isalnum())
    for checked, enough in ((text, GUESSES), (plain or text, WITHOUT_GAPS)):
        found = zxcvbn(checked, user_inputs=[*inputs, *OWN_WORDS])
        if found["guesses"] < enough:
            return _why(checked, found["sequence"], inputs)
    return ""


def _why(text: str, sequence: Sequence[dict[str, Any]], inputs: Sequence[str]) -> str:
    named = sum(len(each["token"]) for each in sequence if each["token"].casefold() in inputs)
    patterns = {each["pattern"] for each in sequence if len(each["token"]) > len(text) // 4}
    if named * 2 >= len(text):
        return TOO_LIKE_THE_NAME
    if patterns == {"repeat"}:
        return TOO_REPEATED
    return TOO_STRAIGHT if patterns and patterns <= {"spatial", "sequence"} else TOO_COMMON
