"""Phone numbers as links: those of the questionnaire, and those of the clinic that can be recognised."""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import kiosk_context

NUMBER = re.compile(r"\d(?: ?\d)+")  # a phone number in the texts of a region: 988, 116 123
GAP = r"[ .\u00a0\u2011-]"

RUN = re.compile(rf"(?<![\w/+-])(?<!\d[.,])[(]?\+?\d(?:(?:{GAP}?[(]|[)]{GAP}?|{GAP})?\d)++(?![\w/]|[.,-]\d)")
"""A phone number in a line of the contact: 250 555 0123, (250) 555-0123, +44 (0)20 7946 0123."""

SAID = re.compile(
    r"(?:\b(?:tel|tél|telefon|teléfono|telefone|telefono|telephone|téléphone|phone|mobile|mob|cell|call|ring|handy)"
    r"|\bt[.:]|\b[pm]:|☎\ufe0f?|📞)[.: \u00a0]*$",
    re.IGNORECASE,
)
"""The words that announce a phone number."""

FAX = re.compile(r"(?:fax\W*|\bf[.:]\s*)$", re.IGNORECASE)
ALONE = re.compile(r"(?:^|[,;|·•])\s*$")  # the beginning of a line, or of a part of it

HOURS = re.compile(r" \d\d?-\d\d?$")
"""Opening hours right behind a number, which cannot be distinguished from it: 250 555 0123 9-17."""

NORTH_AMERICAN = re.compile(
    rf"(?:1{GAP}?)?(?:[(][2-9]\d\d[)] ?|[2-9]\d\d{GAP})[2-9]\d\d{GAP}\d{{4}}|1?[2-9]\d\d[2-9]\d{{6}}"
)

LETTER_OR_DIGIT = r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""A sign that makes a number part of a longer word.

Not so in scripts that put no blank beside a number: Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean.
"""

TAG = re.compile(r"(<[^>]*>)")


def phones(words: Markup) -> Markup:
    """Link every phone number that a region names; not at a kiosk, which calls nobody."""
    if kiosk_context():
        return words
    regions = app_context().questionnaire.regions.values()
    named = tuple(
        text for region in regions for text in (region.emergency, region.help_line, region.urgent_line)
    )
    return with_links(words, named)


def contact(line: str) -> Markup:
    """Link what is surely a phone number in a line of the clinic's contact.

    A number begins with +; or it is as long as numbers are where the clinic is, and a word such as "Tel."
    stands before it, or it stands alone in the line or after a comma, in groups. A fax number is not linked.
    """
    if kiosk_context():
        return escape(line)
    return linked_contact(line, app_context().clinic.region)


def linked_contact(line: str, region: str) -> Markup:
    """Link phone numbers as `contact` does, for a clinic of this region."""
    made, end = Markup(), 0
    for run in RUN.finditer(line):
        if _is_phone(line[: run.start()], run[0], region):
            link = Markup('<a href="tel:{}">{}</a>').format(_dialled(run[0]), run[0])
            made += escape(line[end : run.start()]) + link
            end = run.end()
    return made + escape(line[end:])


def _dialled(written: str) -> str:
    """Return the digits to dial: after a country code, without a 0 in brackets."""
    if "+" not in written:
        return re.sub(r"\D", "", written)
    return "+" + re.sub(r"\D", "", written.replace("(0)", ""))


def _is_phone(before: str, written: str, region: str) -> bool:
    if FAX.search(before) or HOURS.search(written):
        return False
    digits = len(_dialled(written).removeprefix("+"))
    if "+" in written:
        return 8 <= digits <= 15  # noqa: PLR2004  E.164: at most 15 digits
    is_named = bool(SAID.search(before))
    if not is_named and not (ALONE.search(before) and digits < len(written)):
        return False
    if region in {"CA", "US"}:
        return bool(NORTH_AMERICAN.fullmatch(written))
    return 8 + (not is_named) <= digits <= 11 and (is_named or written.lstrip("(").startswith("0"))  # noqa: PLR2004


def with_links(words: Markup, named: Iterable[str]) -> Markup:
    """Link the numbers within these phrases, wherever the words contain a whole phrase."""
    phrases = frozenset(phrase for phrase in named if NUMBER.search(phrase))
    if not phrases:
        return words
    pieces = TAG.split(str(words))
    linked = [piece if TAG.match(piece) else _pattern(phrases).sub(_linked, piece) for piece in pieces]
    return Markup("".join(linked))  # noqa: S704  only links were added to what is safe


@lru_cache(maxsize=8)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    """Match the longest phrase first, and none within a larger number or word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(re.escape(str(escape(phrase))) for phrase in longest_first)
    return re.compile(rf"(?<!{LETTER_OR_DIGIT})(?<![.,])(?:{either})(?!{LETTER_OR_DIGIT}|[.,]\d)")


def _linked(phrase: re.Match[str]) -> str:
    return NUMBER.sub(_link, phrase[0])


def _link(number: re.Match[str]) -> str:
    return f'<a href="tel:{number[0].replace(" ", "")}">{number[0]}</a>'
