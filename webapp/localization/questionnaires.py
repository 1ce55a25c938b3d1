"""Questionnaires in other languages: the text of one with the words of a translator."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from webapp.localization.catalogues import (
    QUESTIONS,
    TRANSLATIONS,
    fallbacks,
    is_easy,
    is_same_language,
    languages,
    plain_language,
)
from webapp.localization.sign_off import digests_of, read_sign_off
from webapp.localization.wording import unpublished_questions
from webapp.project_files import project_file
from webapp.questionnaire.load import LoadedDocument, load, load_document
from webapp.questionnaire.loading.easy import easy_edition, has_easy_words
from webapp.questionnaire.loading.wording import (
    FURTHER_PLURALS,
    SIMPLE,
    Words,
    digest_of,
    translated,
    word_texts,
)
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.text_kinds import PROTECTING, TextKinds

SAMPLES = 201
"""Numbers from 0 on in which every form occurs that units need."""

SHIPPED = project_file("questions.toml")


class Translations(Mapping[str, Questionnaire]):
    """The translations of a questionnaire by language tag. Each is loaded when it is first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __getitem__(self, language: str) -> Questionnaire:
        return load(self.texts[language])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class ServedQuestionnaires:
    """The questionnaire that is asked, as its file has it (`text`), and in other languages."""

    source: Questionnaire
    text: str
    translations: Translations

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

    def without(self, languages: Collection[str]) -> "ServedQuestionnaires":
        """Return the questionnaires but for translations into these languages."""
        if not languages:
            return self
        kept = {tag: text for tag, text in self.translations.texts.items() if tag not in languages}
        return replace(self, translations=Translations(kept))

    def with_digest(self, digest: str) -> Questionnaire | None:
        """Return the questionnaire with this digest, in whatever language."""
        return load(self.texts[digest]) if digest in self.texts else None


def served_questionnaires(text: str, folder: Path, translations: Path = TRANSLATIONS) -> ServedQuestionnaires:
    """Load a questionnaire and find its translations, in `folder`; `translations` has those of pages.

    Each has an easy-read edition where there are easy words, as a translation with a tag of its own. A
    language in which a text of consent, safety or an instrument is missing or stale is left out.
    Raise QuestionnaireErrors, PoFileError, or ValueError for a broken sign-off.
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
    source = load(text)
    found = tuple(path.parent.name for path in sorted(folder.glob(f"*/{QUESTIONS}.po")))
    loaded = load_document(text) if found else None
    made = {one: _text_in(loaded, text, one, folder, translations) for one in found} if loaded else {}
    texts = {tag: one for tag, one in made.items() if one}
    plain = {source.language: text, **texts} if has_easy_words(text) else {}
    easy = {f"{tag}{SIMPLE}": easy_edition(one) for tag, one in plain.items()}
    return ServedQuestionnaires(source, text, Translations({**texts, **easy}))


def _text_in(loaded: LoadedDocument, text: str, language: str, folder: Path, translations: Path) -> str:
    """Return the text in another language, which says where not all of its words are signed.

    "" where pages or texts that protect people are not translated. A country's own way of the source language
    needs none: what it lacks is as in the source.
    """
    words = question_words(folder, language)
    if loaded.questionnaire.language in fallbacks(language)[1:]:
        return translated(text, language, words)
    if not _has_pages(language, translations) or any(_unprotected(loaded, words)):
        return ""
    unsigned = read_sign_off(folder / language).unsigned(digests_of(loaded, words))
    unpublished = unpublished_questions(loaded.questionnaire, folder / language)
    return translated(text, language, words, is_reviewed=not unsigned, unpublished=unpublished)


def _unprotected(loaded: LoadedDocument, words: Words) -> Iterator[str]:
    """Yield the contexts of texts of consent, safety and instruments that a language lacks."""
    kinds = TextKinds(loaded.questionnaire)
    for context, _, source in word_texts(loaded.errors.data):
        if (context, source) not in words and kinds.of(context) in PROTECTING:
            yield context


def questions_folder(questions: Path, translations: Path = TRANSLATIONS) -> Path:
    """Return the folder with the words of a questionnaire: beside it, or for the shipped one among all."""
    return translations if questions.resolve() == SHIPPED.resolve() else questions.parent / "translations"


def question_words(folder: Path, language: str) -> Words:
    """Return the translations of a language by context and words of the source; none where there is no file.

    Fuzzy ones, whose source has changed, are left out. Raise PoFileError for what is no PO file.
    """
    path = folder / language / f"{QUESTIONS}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language.replace("-", "_"), abort_invalid=True)
    words: dict[tuple[str, str], str] = {}
    for one in (message for message in catalogue if message.id and not message.fuzzy):
        if isinstance(one.id, str):
            words |= {(one.context or "", one.id): str(one.string)} if one.string else {}
        elif all(one.string or ()):
            words |= _unit_words(one, c2py(catalogue.plural_expr), Locale.parse(language, sep="-"))
    return words


def _unit_words(
    message: Message, form_of: Callable[[int], int], locale: Locale
) -> dict[tuple[str, str], str]:
    """Return the words of a unit by contexts of the questionnaire, from the plural forms of gettext."""
    forms: dict[str, str] = {}
    for number in range(SAMPLES):
        forms.setdefault(locale.plural_form(number), (message.string or ())[form_of(number)])
    one, many = message.id[0], message.id[-1]
    unit = message.context
    further = {(f"{unit}.plurals.{key}", many): forms[key] for key in FURTHER_PLURALS if key in forms}
    return {
        (f"{unit}.one", one): forms.get("one", forms["other"]),
        (f"{unit}.many", many): forms["other"],
        **further,
    }


def _has_pages(language: str, translations: Path) -> bool:
    return not set(fallbacks(language)).isdisjoint(languages(translations))
