"""Signs of Chinese and Japanese that are as wide as a letter: no blank is beside them."""

import re
from unicodedata import east_asian_width

from webapp.cldr.locales import parsed

WIDE_SIGNS = "\uff0c\u3001\u3002\uff1a\uff1b\uff01\uff1f"
"""Comma, comma of lists, full stop, colon, semicolon, exclamation mark, question mark."""

LANGUAGES = ("ja", "zh")

_ONE_INLINE = r"</?(?:a|b|bdi|em|i|span|strong)\b[^>]*>"
_INLINE = rf"(?:{_ONE_INLINE})*"
_TYPED_TAG = r'<\w+[^>]* translate="no"[^>]*>'
_AS_TYPED = rf"<(?P<box>textarea|script|style)\b.*?</(?P=box)>|(?=<(?P<tag>\w+)){_TYPED_TAG}.*?</(?P=tag)>"
_PART = re.compile(rf"{_AS_TYPED}|<[^>]*>|(?P<sign>[{WIDE_SIGNS}]{_INLINE})\s+", re.DOTALL)
_BRACKETS = re.compile(
    rf"{_AS_TYPED}|(?:(?<!\s)\s+(?P<tags>(?:(?!{_TYPED_TAG}){_ONE_INLINE})*))?\("
    rf"(?P<inside>(?:[^()<>]|{_ONE_INLINE})*)\)|<[^>]*>",
    re.DOTALL,
)
_WIDE_LETTER = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
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
    html = _PART.sub(lambda part: part["sign"] or part[0], html)
    while (widened := _BRACKETS.sub(_widened, html)) != html:  # from the inner to the outer ones
        html = widened
    return html


def _widened(part: re.Match[str]) -> str:
    if part["inside"] is None or not _WIDE_LETTER.search(_TAG.sub("", part["inside"])):
        return part[0]
    return f"{part['tags'] or ''}\uff08{part['inside']}\uff09"
