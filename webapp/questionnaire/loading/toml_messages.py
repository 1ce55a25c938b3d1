"""The TOML parser's messages in plain words."""

import re

WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"^Illegal character '\\n'|^Unterminated string|^Expected '\"'"),
        "a quote is missing at its end",
    ),
    (re.compile(r"^Exceeds the limit"), "a number has too many digits"),
    (re.compile(r"^Unclosed array"), "a [ above is not closed, or a comma is missing"),
    (re.compile(r"^Unclosed inline table"), "a { is not closed, or a comma is missing"),
    (re.compile(r"^Expected '=' after a key"), "a key and its value are written: key = value"),
    (re.compile(r"^Invalid value"), "text stands in quotes; yes is true, no is false; a decimal has a point"),
    (
        re.compile(r"^Cannot declare \('(\w+)',\) twice"),
        "one more of these is written [[\\1]], with two brackets",
    ),
    (re.compile(r"^Cannot (?:overwrite|mutate)|^Duplicate inline table key"), "this key stands here twice"),
    (re.compile(r"^Unescaped"), r"a \ inside text is written twice"),
    (
        re.compile(r"^Expected newline or end of document"),
        "something stands behind the value: a quote or a # is missing",
    ),
    (
        re.compile(r"^Found invalid character|^Invalid (?:initial character|statement)"),
        "this is neither a key nor a table",
    ),
)
"""Beginnings of the parser's messages, with a template for the plain words."""


def plain_reason(reason: str) -> str:
    """Return the reason in plain words, or unchanged if it is unknown."""
    for form, words in WORDS:
        found = form.search(reason)
        if found:
            return found.expand(words)
    return reason
