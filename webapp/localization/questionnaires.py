"""Questionnaires in other languages: the text of one with the words of a translator."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from gettext import c2py
from pathlib import Path
from textwrap import shorten

from babel import Locale
from babel.messages.catalog import Message

from webapp.localization.catalogues import (
    PAGES,
    QUESTIONS,
    TRANSLATIONS,
    fallbacks,
    is_easy,
    is_same_language,
    is_variant,
    languages,
    plain_language,
    read_catalogue,
    unprotected_pages,
)
from webapp.localization.po_reading import BrokenPoFileError
from webapp.localization.sign_off import digests_of, read_sign_off
from webapp.localization.wording import unpublished_questions
from webapp.project_files import project_file
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.easy import easy_edition, has_easy_words
from webapp.questionnaire.loading.translation import Source, Translation, source_of
from webapp.questionnaire.loading.wording import FURTHER_PLURALS, SIMPLE, TranslatedWords, digest_of
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.text_kinds import PROTECTING, TextKinds

SAMPLES = 201
"""Numbers from 0 on in which every form occurs that units need."""

PAGES_FILE = f"{PAGES}.po"

LONGEST_EXAMPLE = 60
"""Characters of a text that is named in a line of the log."""

SHIPPED = project_file("questions.toml")


class QuestionnaireTranslations(Mapping[str, Questionnaire]):
    """The translations of a questionnaire by language tag. Each is loaded when it is first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __getitem__(self, language: str) -> Questionnaire:
        return load(self.texts[language])

    def __contains__(self, language: object) -> bool:
        """Return whether there is a translation, without loading it."""
        return language in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class ServedQuestionnaires:
    """The questionnaire that is asked, as its file has it (`text`), and in other languages.

    Languages that are not offered: `left_out`, each with the texts of consent, safety and instruments that it
    lacks, `broken`, each with its file and line, and `unprintable`, each with signs that no font of this
    machine has.
    """

    source: Questionnaire
    text: str
    translations: QuestionnaireTranslations
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unprintable: Mapping[str, str] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Return the text of each questionnaire by its digest."""
        return {digest_of(one): one for one in (self.text, *self.translations.texts.values())}

    def in_language(self, language: str, territory: str = "") -> Questionnaire:
        """Return the questionnaire in the nearest language that there is, as this country has it.

        For easy read, its easy words if there are any in that language.
        """
        plain = plain_language(language)
        tags = (f"{plain}-{territory}", *fallbacks(plain))
        easy = tuple(f"{tag}{SIMPLE}" for tag in tags) if is_easy(language) else ()
        for tag in (*easy, *tags):
            if tag in self.translations:
                return self.translations[tag]
            if tag == self.source.language:
                break
        return self.source

    def choices(self) -> tuple[str, ...]:
        """Return the other languages that people may choose: no country's own way of the source language."""
        return tuple(
            one
            for one in self.translations
            if not is_easy(one) and not is_same_language(one, self.source.language)
        )

    def printable(self, unprintable: Mapping[str, str]) -> "ServedQuestionnaires":
        """Return the questionnaires but for translations into these languages, which need a font."""
        if not unprintable:
            return self
        kept = {tag: text for tag, text in self.translations.texts.items() if tag not in unprintable}
        return replace(self, translations=QuestionnaireTranslations(kept), unprintable=unprintable)

    def reasons_left_out(self) -> dict[str, str]:
        """Return what the log and `doctor` say of each language that lacks texts, with the command to run."""
        return {**{tag: _reason(tag, lacking) for tag, lacking in self.left_out.items()}, **self.broken}

    def not_offered(self, chosen: Iterable[str]) -> dict[str, str]:
        """Return those of these languages in which nobody can be asked, each with the reason."""
        known = (self.source.language, *self.translations)
        return {tag: self._reason_of(tag) for tag in chosen if tag not in known}

    def _reason_of(self, tag: str) -> str:
        if tag in self.left_out:
            return _reason(tag, self.left_out[tag])
        if tag in self.broken:
            return self.broken[tag]
        if tag in self.unprintable:
            return "no font of this machine has its letters. Run: script/prepare fonts"
        return f"the questionnaire has no words in it. Run: gutfactors languages update {tag}"

    def with_digest(self, digest: str) -> Questionnaire | None:
        """Return the questionnaire with this digest, in whatever language."""
        if digest == self.source.digest:
            return self.source
        return load(self.texts[digest]) if digest in self.texts else None


def served_questionnaires(text: str, folder: Path, translations: Path = TRANSLATIONS) -> ServedQuestionnaires:
    """Load a questionnaire and find its translations, in `folder`; `translations` has those of pages.

    Each has an easy-read edition where there are easy words, as a translation with a tag of its own. A
    language in which a text of consent, safety or an instrument is missing or stale is left out, and one with
    a broken file.
    Raise QuestionnaireErrors, or ValueError for a broken sign-off.
    """
    return _served(text, folder, translations, _versions(folder))


def _versions(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return the files of translations with the times at which they were changed."""
    return tuple((str(path), path.stat().st_mtime_ns) for path in sorted(folder.glob("*/*")))


@lru_cache(maxsize=4)
def _served(
    text: str,
    folder: Path,
    translations: Path,
    versions: tuple[tuple[str, int], ...],  # noqa: ARG001  what the cache goes by
) -> ServedQuestionnaires:
    questionnaire, source = load(text), source_of(text)
    protecting = _protecting(questionnaire, source)
    found = (path.parent.name for path in sorted(folder.glob(f"*/{QUESTIONS}.po")))
    made: dict[str, Translation] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    broken: dict[str, str] = {}
    for tag in found:
        try:
            one = Translation(source, tag, question_words(folder, tag))
            if is_variant(tag, source.language):
                made[tag] = one
            elif lacking := _lacking(one, tag, protecting, translations):
                left_out[tag] = lacking
            else:
                made[tag] = _reviewed(one, questionnaire, folder / tag)
        except BrokenPoFileError as error:
            broken[tag] = str(error)
    texts = {tag: one.text for tag, one in made.items()}
    if has_easy_words(text):
        texts |= {f"{questionnaire.language}{SIMPLE}": easy_edition(text)}
        texts |= {f"{tag}{SIMPLE}": one.easy_text for tag, one in made.items()}
    return ServedQuestionnaires(
        questionnaire, text, QuestionnaireTranslations(texts), left_out, broken=broken
    )


def _protecting(questionnaire: Questionnaire, source: Source) -> frozenset[tuple[str, str]]:
    """Return the texts of consent, safety and instruments, as the keys that a language must have."""
    kinds = TextKinds(questionnaire)
    return frozenset((context, text) for context, _, text in source.words if kinds.of(context) in PROTECTING)


def _reviewed(one: Translation, questionnaire: Questionnaire, folder: Path) -> Translation:
    """Return the translation as one that says where not all of its words are signed or published."""
    signed = read_sign_off(folder)
    is_reviewed = bool(signed.digests) and not signed.unsigned(
        digests_of(questionnaire, one.source.words, one.words)
    )
    return replace(one, is_reviewed=is_reviewed, unpublished=unpublished_questions(questionnaire, folder))


def questions_folder(questions: Path, translations: Path = TRANSLATIONS) -> Path:
    """Return the folder with the words of a questionnaire: beside it, or for the shipped one among all."""
    return translations if questions.resolve() == SHIPPED.resolve() else questions.parent / "translations"


def question_words(folder: Path, language: str) -> TranslatedWords:
    """Return the translations of a language by context and words of the source; none where there is no file.

    Fuzzy ones, whose source has changed, are left out. Raise BrokenPoFileError.
    """
    path = folder / language / f"{QUESTIONS}.po"
    if not path.exists():
        return {}
    catalogue = read_catalogue(path)
    words: dict[tuple[str, str], str] = {}
    forms = _forms(catalogue.plural_expr, Locale.parse(language, sep="-"))
    for one in (message for message in catalogue if message.id and not message.fuzzy):
        if isinstance(one.id, str):
            said = str(one.string or "")
            words |= {(one.context or "", one.id): said} if said.strip() else {}
        elif all(form.strip() for form in one.string or ("",)):
            words |= _unit_words(one, forms)
    return words


def _forms(expression: str, locale: Locale) -> dict[str, int]:
    """Return the number of the plural form of gettext for each category of CLDR."""
    form_of, category_of, forms = c2py(expression), locale.plural_form, dict[str, int]()
    for number in range(SAMPLES):
        forms.setdefault(category_of(number), form_of(number))
    return forms


def _unit_words(message: Message, forms: Mapping[str, int]) -> dict[tuple[str, str], str]:
    """Return the words of a unit by contexts of the questionnaire, from the plural forms of gettext."""
    said = {category: (message.string or ())[form] for category, form in forms.items()}
    one, many = message.id[0], message.id[-1]
    unit = message.context
    further = {(f"{unit}.plurals.{key}", many): said[key] for key in FURTHER_PLURALS if key in said}
    return {
        (f"{unit}.one", one): said.get("one", said["other"]),
        (f"{unit}.many", many): said["other"],
        **further,
    }


def _reason(language: str, lacking: tuple[str, ...]) -> str:
    if lacking[0] == PAGES_FILE:
        return f"it has no {PAGES_FILE}. Run: gutfactors languages update {language}"
    example = shorten(lacking[0], LONGEST_EXAMPLE, placeholder=" …")
    count = f"{len(lacking)} texts" if len(lacking) > 1 else "a text"
    return (
        f"{count} of consent, safety or scored instruments missing or out of date ({example}). "
        f"Run: gutfactors languages check {language}"
    )


def _lacking(
    one: Translation, tag: str, protecting: frozenset[tuple[str, str]], translations: Path
) -> tuple[str, ...]:
    """Return what a translation lacks of the texts that protect people. Raise BrokenPoFileError."""
    return (*_lacking_pages(tag, translations), *sorted(_named(protecting - one.words.keys())))


def _named(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the contexts of texts of a questionnaire, or the words of those that have none."""
    return (context or words for context, words in texts)


def _lacking_pages(language: str, translations: Path) -> tuple[str, ...]:
    """Return the texts of consent and safety that the pages of a language lack, or the name of their file."""
    if set(fallbacks(language)).isdisjoint(languages(translations)):
        return (PAGES_FILE,)
    return tuple(sorted(unprotected_pages(language, translations)))
