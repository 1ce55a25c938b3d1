"""Signs of Chinese and Japanese that are as wide as a letter: no blank is beside them."""

import re
from unicodedata import east_asian_width

from webapp.cldr.locales import parsed

WIDE_SIGNS = "\uff0c\u3001\u3002\uff1a\uff1b\uff01\uff1f"
"""Comma, comma of lists, full stop, colon, semicolon, exclamation mark, question mark."""

LANGUAGES = ("ja", "zh")

_INLINE = r"</?(?:a|b|bdi|em|i|span|strong)\b[^>]*>"
_TYPED = r'\w+[^>]* translate="no"[^>]*>'
_AS_IT_IS = (
    rf"<(?:(?P<box>textarea|script|style)\b.*?</(?P=box)>|(?=(?P<tag>\w+)){_TYPED}.*?</(?P=tag)>|[^>]*>)"
)
_WIDE_LETTERS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"

# Each begins with few letters, which the search finds quickly: a page has one in a hundred of them.
_SIGN = re.compile(rf"{_AS_IT_IS}|(?P<sign>[{WIDE_SIGNS}](?:{_INLINE})*)\s+", re.DOTALL)
_BRACKETS = re.compile(rf"{_AS_IT_IS}|\((?P<inside>(?:[^()<>]|{_INLINE})*)\)", re.DOTALL)
_MAY_BE_WIDE = re.compile(rf"\([^()]*[{_WIDE_LETTERS}]")
_WIDE_LETTER = re.compile(f"[{_WIDE_LETTERS}]")
_BLANK_AT_END = re.compile(rf"(?<!\s)\s+(?P<tags>(?:(?!<{_TYPED}){_INLINE})*)\Z")
_TAG = re.compile("<[^>]*>")


def is_wide(sign: str) -> bool:
    """Return whether a letter or sign is as wide as those of Chinese, Japanese and Korean."""
    return east_asian_width(sign) in "WF"


def needs_no_blanks(language: str) -> bool:
    """Return whether sentences follow each other without a blank in a language."""
    locale = parsed(language)
    return locale is not None and locale.language in LANGUAGES


def set_wide(html: str) -> str:
    """Return a page with brackets around wide letters as wide, and no blanks beside wide signs.

    What somebody typed stays as it is: in boxes, and where `translate="no"` says so.
    """
    html = _SIGN.sub(lambda part: part["sign"] or part[0], html)
    while _MAY_BE_WIDE.search(html) and (widened := _with_wide_brackets(html)) != html:
        html = widened  # from the inner brackets to the outer ones
    return html


def _with_wide_brackets(html: str) -> str:
    parts, end = [], 0
    for found in _BRACKETS.finditer(html):
        inside = found["inside"]
        if inside is not None and _WIDE_LETTER.search(_TAG.sub("", inside)):
            before = _BLANK_AT_END.sub(r"\g<tags>", html[end : found.start()])
            parts.append(f"{before}\uff08{inside}\uff09")
            end = found.end()
    return "".join((*parts, html[end:]))
