"""Message catalogues: the PO files of `webapp/translations/`, read as they are. English needs none."""

import logging
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.support import NullTranslations, Translations

from webapp.localization.percent_format import fills_like
from webapp.localization.po_reading import BrokenPoFileError, parse_po, po_text
from webapp.questionnaire.loading.wording import SIMPLE
from webapp.questionnaire.text_kinds import CONSENT, SAFETY

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"
SOURCE_LANGUAGE = "en"

PAGES, REPORT, QUESTIONS = "pages", "report", "questions"
"""The catalogues of a language: words of pages, of documents and files read, and of a questionnaire."""

PROTECTING_COMMENTS = {f"kind: {CONSENT}", f"kind: {SAFETY}"}
"""Comments in the catalogue of pages, for texts that no language may lack."""

_log = logging.getLogger("gutfactors")

DOMAINS = (PAGES, REPORT, QUESTIONS)


def languages(folder: Path = TRANSLATIONS) -> tuple[str, ...]:
    """Return the tags of all languages that have a catalogue of pages, and English; no easy-read editions."""
    found = (path.parent.name for path in folder.glob(f"*/{PAGES}.po"))
    return tuple(sorted({SOURCE_LANGUAGE, *(tag for tag in found if not is_easy(tag))}))


def is_easy(language: str) -> bool:
    """Return whether a tag names the easy-read edition of a language."""
    return language.endswith(SIMPLE)


def plain_language(language: str) -> str:
    """Return the language without the mark of its easy-read edition."""
    return language.removesuffix(SIMPLE)


def fallbacks(language: str) -> tuple[str, ...]:
    """Return the language and those that help out: "zh-Hans-SG", "zh-Hans", "zh"."""
    parts = language.replace("_", "-").split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def is_same_language(one: str, other: str) -> bool:
    """Return whether two tags name one language, whatever the country."""
    return fallbacks(one)[-1] == fallbacks(other)[-1]


def is_same_edition(one: str, other: str) -> bool:
    """Return whether two tags name one language, whatever the country, both in easy read or neither."""
    return is_same_language(one, other) and is_easy(one) == is_easy(other)


def is_variant(language: str, of: str) -> bool:
    """Return whether a tag names a country's own way of a language: what it lacks is as in that one."""
    return of in fallbacks(language)[1:]


class Words(Translations):
    """The words of a file, in which an empty text is empty and not the file's head."""

    def ugettext(self, message: str) -> str:
        """Translate the text."""
        return super().ugettext(message) if message else ""


@cache
def catalogue(language: str, folder: Path = TRANSLATIONS) -> NullTranslations:
    """Return the words of a language, and for what it lacks those of its fallbacks, at the end English.

    An easy-read edition has the easy words of the language and of its fallbacks before all plain ones.
    Fuzzy words, whose English has changed, count as lacking; so do all of a broken file, as the log says.
    """
    plain = fallbacks(plain_language(language))
    tags = (*(tag + SIMPLE for tag in plain), *plain) if is_easy(language) else plain
    paths = (folder / tag / f"{domain}.po" for tag in tags for domain in (PAGES, REPORT))
    chain = [*(_read(path) for path in paths if path.exists()), NullTranslations()]
    for words in chain[1:]:
        chain[0].add_fallback(words)
    return chain[0]


def unprotected_pages(language: str, folder: Path = TRANSLATIONS) -> frozenset[str]:
    """Return the texts of pages about consent and safety that a language and its fallbacks lack.

    A fuzzy one counts as lacking. Raise BrokenPoFileError.
    """
    paths = (folder / tag / f"{PAGES}.po" for tag in fallbacks(language))
    lacking = [_unprotected(path) for path in paths if path.exists()]
    return frozenset.intersection(*lacking) if lacking else frozenset()


def _unprotected(path: Path) -> frozenset[str]:
    """Return what a file lacks of the texts that protect people; the others, nearly all, are not parsed."""
    entries = po_text(path).split("\n\n")
    marks = tuple(f"#. {comment}\n" for comment in PROTECTING_COMMENTS)
    protecting = [entry for entry in entries[1:] if any(mark in entry for mark in marks)]
    found = _catalogue_of("\n\n".join((entries[0], *protecting)), path)
    texts = (one for one in found if PROTECTING_COMMENTS.intersection(one.auto_comments))
    return frozenset(_source(one) for one in texts if one.fuzzy or not all(map(str.strip, _strings(one))))


def _source(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _strings(message: Message) -> Sequence[str]:
    return (message.string,) if isinstance(message.string, str) else message.string or ("",)


def _read(path: Path) -> NullTranslations:
    """Return the words of a file, without what would break a page: English stands there."""
    try:
        words, compiled = _parsed(path), BytesIO()
    except BrokenPoFileError as broken:
        _log.error("%s: English stands in place of its words", broken)
        return NullTranslations()
    for empty in [one for one in words if one.id and not all(_strings(one))]:
        words.delete(empty.id, empty.context)  # where a plural has no words, the next fallback has them
    for one in [one for one in words if one.id and not _fills(one)]:
        _log.warning("%s:%s is left out: its %% begins no value, which breaks a page", path, one.lineno)
        words.delete(one.id, one.context)
    write_mo(compiled, words)
    compiled.seek(0)
    return Words(compiled)


def _fills(message: Message) -> bool:
    source = message.id if isinstance(message.id, str) else message.id[-1]
    return all(fills_like(form, source) for form in _strings(message))


@cache
def _parsed(path: Path) -> Catalog:
    return read_catalogue(path)


def read_catalogue(path: Path) -> Catalog:
    """Read a PO file, in the language of its folder. Raise BrokenPoFileError."""
    return _catalogue_of(po_text(path), path)


def _catalogue_of(text: str, path: Path) -> Catalog:
    return parse_po(text, path, plain_language(path.parent.name).replace("-", "_"))
