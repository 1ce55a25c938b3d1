"""Questionnaires in other languages: the text of one with the words of a translator."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from webapp.localization.catalogues import QUESTIONS, TRANSLATIONS, fallbacks, is_same_language, languages
from webapp.localization.sign_off import digests_of, read_sign_off
from webapp.localization.wording import unpublished_questions
from webapp.project_files import project_file
from webapp.questionnaire.load import load, load_document
from webapp.questionnaire.loading.wording import FURTHER_PLURALS, Words, translated, word_texts
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.text_kinds import PROTECTING, TextKinds

SAMPLES = 201
"""Numbers from 0 on in which every form occurs that units need."""

SHIPPED = project_file("questions.toml")


@dataclass(frozen=True)
class ServedQuestionnaires:
    """The questionnaire that is asked, in the language of its file and in others, by language tag.

    `texts` has the text of each by its digest.
    """

    source: Questionnaire
    translations: Mapping[str, Questionnaire]
    texts: Mapping[str, str]

    def in_language(self, language: str) -> Questionnaire:
        """Return the questionnaire in this language or the nearest that there is, else as its file has it."""
        known = {self.source.language: self.source, **self.translations}
        return next((known[tag] for tag in fallbacks(language) if tag in known), self.source)

    def without(self, languages: Collection[str]) -> "ServedQuestionnaires":
        """Return the questionnaires but for translations into these languages."""
        kept = {tag: one for tag, one in self.translations.items() if tag not in languages}
        return replace(self, translations=kept)

    def with_digest(self, digest: str) -> Questionnaire | None:
        """Return the questionnaire with this digest, in whatever language."""
        every = (self.source, *self.translations.values())
        return next((one for one in every if one.digest == digest), None)


def served_questionnaires(text: str, folder: Path, translations: Path = TRANSLATIONS) -> ServedQuestionnaires:
    """Load a questionnaire and its translations, which are in `folder`; `translations` has those of pages.

    A language in which a text of consent, safety or an instrument is missing or stale is left out.
    Raise QuestionnaireErrors, PoFileError, or ValueError for a broken sign-off.
    """
    source = load(text)
    texts = {
        language: _text_in(text, language, folder)
        for language in _whole_languages(text, source, folder, translations)
    }
    made = {language: load(one) for language, one in texts.items()}
    by_digest = {source.digest: text, **{made[language].digest: one for language, one in texts.items()}}
    return ServedQuestionnaires(source, made, by_digest)


def _text_in(text: str, language: str, folder: Path) -> str:
    """Return the text in another language, which says where not all of its words are signed."""
    words, loaded = question_words(folder, language), load_document(text)
    if is_same_language(language, loaded.questionnaire.language):
        return translated(text, language, words)
    unsigned = read_sign_off(folder / language).unsigned(digests_of(loaded, words))
    unpublished = unpublished_questions(loaded.questionnaire, folder / language)
    return translated(text, language, words, is_reviewed=not unsigned, unpublished=unpublished)


def unprotected(text: str, language: str, folder: Path) -> tuple[str, ...]:
    """Return the contexts of texts of consent, safety and instruments that a language lacks."""
    loaded, words = load_document(text), question_words(folder, language)
    kinds = TextKinds(loaded.questionnaire)
    return tuple(
        context
        for context, _, source in word_texts(loaded.errors.data)
        if kinds.of(context) in PROTECTING and (context, source) not in words
    )


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


def _whole_languages(text: str, source: Questionnaire, folder: Path, translations: Path) -> Iterator[str]:
    """Yield the languages that have words of pages and all that protects people.

    A country's own way of the source language needs none: what it lacks is as in the source.
    """
    for path in sorted(folder.glob(f"*/{QUESTIONS}.po")):
        language = path.parent.name
        if source.language in fallbacks(language)[1:] or (
            _has_pages(language, translations) and not unprotected(text, language, folder)
        ):
            yield language


def _has_pages(language: str, translations: Path) -> bool:
    return not set(fallbacks(language)).isdisjoint(languages(translations))
