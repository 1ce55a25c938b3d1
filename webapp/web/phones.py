"""Numbers to call that a phone can call: the questionnaire's own, where they stand in its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from webapp.web.at_kiosk import guise
from webapp.web.parts import parts

NUMBER = re.compile(r"\d(?: ?\d)+")
"""A number in the words of a region: 988, 116 123."""

TAG = re.compile(r"(<[^>]*>)")


def phones(words: Markup) -> Markup:
    """The same words, with a link on every number that a region names; not at a kiosk, which calls nobody."""
    if guise():
        return words
    regions = parts().questionnaire.regions.values()
    named = tuple(text for region in regions for text in (region.emergency, region.help_line))
    return with_links(words, named)


def with_links(words: Markup, named: Iterable[str]) -> Markup:
    """Link the numbers within these phrases, wherever the words hold one of them whole."""
    phrases = frozenset(phrase for phrase in named if NUMBER.search(phrase))
    if not phrases:
        return words
    pieces = TAG.split(str(words))
    linked = [piece if TAG.match(piece) else _pattern(phrases).sub(_linked, piece) for piece in pieces]
    return Markup("".join(linked))  # noqa: S704  only links were added to what is safe


@lru_cache(maxsize=8)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    """The longest phrase first; none within a larger number or word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(re.escape(str(escape(phrase))) for phrase in longest_first)
    return re.compile(rf"(?<![\w.,])(?:{either})(?!\w|[.,]\d)")


def _linked(phrase: re.Match[str]) -> str:
    return NUMBER.sub(_link, phrase[0])


def _link(number: re.Match[str]) -> str:
    return f'<a href="tel:{number[0].replace(" ", "")}">{number[0]}</a>'
