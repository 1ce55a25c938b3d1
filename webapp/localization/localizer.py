"""The localizer: writes words, numbers and dates for pages and documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from babel.lists import format_list
from babel.support import NullTranslations

from webapp.cldr.direction import begins_from_right, in_own_direction, isolated
from webapp.cldr.locales import parsed
from webapp.cldr.numbers import localized, with_decimal_sign
from webapp.cldr.phrases import join_phrases, semicolon
from webapp.localization.catalogues import SOURCE_LANGUAGE, TRANSLATIONS, catalogue, is_easy
from webapp.questionnaire.loading.wording import SIMPLE

COMMAS = ",،、"  # of Latin, Arabic and Chinese script
WORLD = "001"  # the region of CLDR whose forms are no country's


@dataclass(frozen=True)
class Localizer:
    """Words, numbers and forms of dates in one language, as one country has them.

    `language` is a tag such as "fr" or "fr-CA"; `territory` is a code of CLDR, or "" where none is known.
    A tag that names a country keeps to it. `folder` holds the catalogues.
    """

    language: str = SOURCE_LANGUAGE
    territory: str = ""
    folder: Path = TRANSLATIONS

    @property
    def locale(self) -> Locale:
        return _locale_in(self.language, self.territory)

    @property
    def direction(self) -> str:
        """Return "ltr" or "rtl"."""
        return self.locale.text_direction

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"

    @property
    def own_name(self) -> str:
        """Return what the language calls itself: "Français"."""
        name = self.locale.get_display_name() or self.language
        return name[:1].upper() + name[1:]

    def name_in(self, other: "Localizer") -> str:
        """Return what another language calls this one: "French"."""
        return self.locale.get_display_name(other.locale) or self.language

    @property
    def catalogue(self) -> NullTranslations:
        """Return the words of this language and of its fallbacks."""
        return catalogue(f"{self.locale}{SIMPLE if self.is_easy else ''}", self.folder)

    @property
    def is_easy(self) -> bool:
        """Return whether these are the words of an easy-read edition."""
        return is_easy(self.language)

    def gettext(self, words: str, /, **values: object) -> str:
        """Translate the sentence, and put its values in."""
        return _filled(self.catalogue.ugettext(words), values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Translate the sentence for this number, which stands as %(num)s."""
        return _filled(self.catalogue.ungettext(one, many, number), {"num": number, **values})

    def pgettext(self, context: str, words: str, /, **values: object) -> str:
        """Translate words that mean something else elsewhere; `context` says where these stand."""
        return _filled(self.catalogue.upgettext(context, words), values)

    def number(self, digits: str) -> str:
        """Write a number, or a range such as "11–28.5", with the decimal sign of the language."""
        return localized(digits, self.language)

    def maths(self, text: str) -> str:
        """Write a text that we made of titles and numbers, such as a rule, with the decimal sign."""
        return with_decimal_sign(text, self.language)

    def isolate(self, text: str) -> str:
        """Return the text with its maths in boxes where words run from right to left."""
        return isolated(text) if self.is_rtl else text

    def own_direction(self, text: str) -> str:
        """Return what somebody typed, or another language has, in a box of its own direction.

        Words from left to right need none among others of that direction.
        """
        return in_own_direction(text) if self.is_rtl or begins_from_right(text) else text

    def join(self, items: Iterable[str]) -> str:
        """Join the items of a list: "a, b, c"."""
        return self.pgettext("between the items of a list", ", ").join(items)

    @property
    def semicolon(self) -> str:
        """Return the sign between items that may have commas, with its blanks."""
        return semicolon(self.language)

    def join_phrases(self, items: Iterable[str]) -> str:
        """Join items that may have commas: "a, b; c"."""
        return join_phrases(items, self.language)

    def enumerate(self, items: Sequence[str]) -> str:
        """Write items in a sentence: "a, b and c"; with a comma in one of them, "a; b, c; d"."""
        if any(sign in item for item in items for sign in COMMAS):
            return self.join_phrases(items)
        return format_list(items, locale=self.locale)

    def sentence(self, words: str) -> str:
        """End the words as a sentence ends."""
        return words + self.pgettext("at the end of a sentence", ".")

    def labelled(self, label: str, words: str) -> str:
        """Put words behind their label: "Age: 34"."""
        return f"{label}{self.pgettext('after a heading', ':')} {words}"

    def quote(self, words: str) -> str:
        """Put the words between quotation marks."""
        return self.gettext("“%(words)s”", words=words)


ENGLISH = Localizer()


@cache
def _locale_in(language: str, territory: str) -> Locale:
    """Return the locale of the language in the territory; English for an unknown language."""
    plain = parsed(language) or Locale(SOURCE_LANGUAGE)
    if plain.territory or not territory:
        return plain
    tag = str(plain).replace("_", "-")
    return parsed(f"{tag}-{territory}") or parsed(f"{tag}-{WORLD}") or plain


def _filled(words: str, values: Mapping[str, object]) -> str:
    return words % values if values else words
