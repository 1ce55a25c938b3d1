"""Phone numbers as links: those of the questionnaire, and those of the clinic that can be recognised."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from markupsafe import Markup, escape

from webapp.cldr.direction import with_digits_in_order
from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import page_kiosk_request

Shown = Callable[[str], Markup]  # how a number is shown: `linked` or `kept`

NUMBER = re.compile(r"\d(?:[ \u00a0]?\d)+")  # a phone number in the texts of a region: 988, 116 123
GAP = r"[ .\u00a0\u2011-]"

RUN = re.compile(rf"(?<![\w/+-])(?<!\d[.,])[(]?\+?\d(?:(?:{GAP}?[(]|[)]{GAP}?|{GAP})?\d)++(?![\w/]|[.,-]\d)")
"""A phone number in a line of the contact: 250 555 0123, (250) 555-0123, +44 (0)20 7946 0123."""

SAID = re.compile(
    r"(?:\b(?:tel|tél|telefon|teléfono|telefone|telefono|telephone|téléphone|phone|mobile|mob|cell|call|ring|handy)"
    r"|هاتف|تلفون|تليفون|جوال|موبايل|محمول|نقال|电话|電話|手机|座机"
    r"|\bt[.:]|\b[pm]:|☎\ufe0f?|📞)[.:\uff1a \u00a0]*$",
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
    """Link every phone number that a region names, and keep it on one line. A kiosk has no links."""
    regions = app_context().questionnaire.regions.values()
    named = tuple(
        text for region in regions for text in (region.emergency, region.help_line, region.urgent_line)
    )
    return with_links(words, named, kept if page_kiosk_request() else linked)


def contact(line: str) -> Markup:
    """Link what is surely a phone number in a line of the contact, as one unit; no links at a kiosk.

    A number begins with +; or it is as long as numbers are where the clinic is, and a word such as "Tel."
    stands before it, or it stands alone in the line or after a comma, in groups. A fax number is not linked.
    """
    return linked_contact(line, app_context().clinic.region, kept if page_kiosk_request() else linked)


def kept(written: str) -> Markup:
    """Return a phone number as one unit, which no line breaks."""
    return Markup('<span class="phone">{}</span>').format(written)


def linked(written: str) -> Markup:
    """Return a phone number as a link, which no line breaks either."""
    return Markup('<a href="tel:{}">{}</a>').format(_dialled(written), written)


def linked_contact(line: str, region: str, shown: Shown = linked) -> Markup:
    """Link phone numbers as `contact` does, for a clinic of this region."""
    made, end = Markup(), 0
    for run in RUN.finditer(line):
        if _is_phone(line[: run.start()], run[0], region):
            made += escape(with_digits_in_order(line[end : run.start()])) + shown(run[0])
            end = run.end()
    return made + escape(with_digits_in_order(line[end:]))


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


def with_links(words: Markup, named: Iterable[str], shown: Shown = linked) -> Markup:
    """Link the numbers within these phrases, wherever the words contain a whole phrase."""
    phrases = frozenset(phrase for phrase in named if NUMBER.search(phrase))
    if not phrases:
        return words
    pieces = TAG.split(str(words))
    numbers = partial(NUMBER.sub, lambda number: shown(number[0]))
    marked = [
        piece if TAG.match(piece) else _pattern(phrases).sub(lambda phrase: numbers(phrase[0]), piece)
        for piece in pieces
    ]
    return Markup("".join(marked))  # noqa: S704  only links were added to what is safe


@lru_cache(maxsize=8)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    """Match the longest phrase first, and none within a larger number or word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(re.escape(str(escape(phrase))).replace(r"\ ", "[ \u00a0]") for phrase in longest_first)
    return re.compile(rf"(?<!{LETTER_OR_DIGIT})(?<![.,])(?:{either})(?!{LETTER_OR_DIGIT}|[.,]\d)")
