"""The text of a questionnaire in another language, and the easy-read edition of that."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from webapp.questionnaire.loading.easy import PathPair, easy_head, easy_pairs
from webapp.questionnaire.loading.positions import Spot, TomlPath
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.wording import (
    EASY,
    FURTHER_PLURALS,
    TranslatedWords,
    WordText,
    digest_of,
    quoted,
    source_words_line,
    with_values,
    word_texts,
)


@dataclass(frozen=True)
class Source:
    """What all translations of a questionnaire begin with. Nobody changes `data`."""

    text: str
    digest: str
    data: Mapping[str, Any]
    spots: Mapping[TomlPath, Spot]
    words: tuple[WordText, ...]
    easy: tuple[PathPair, ...]

    @property
    def language(self) -> str:
        return str(self.data["language"])


@lru_cache(maxsize=1)
def source_of(text: str) -> Source:
    """Return the source of several translations, which is read once for all."""
    read = parse_toml(text)
    words, easy = tuple(word_texts(read.data)), tuple(easy_pairs(read.data))
    return Source(text, digest_of(text), read.data, read.positions.spots, words, easy)


@dataclass(frozen=True)
class Translation:
    """A questionnaire with its words in another language, and nothing else changed.

    What `words` lacks stays as it is, but for easy words, which another language leaves blank: then the plain
    ones are read in their place. The texts name the one that they translate, and say where no clinician has
    reviewed their words, and which questions of instruments are not in published ones (`unpublished`).
    """

    source: Source
    language: str
    words: TranslatedWords
    is_reviewed: bool = True
    unpublished: Collection[str] = ()

    @property
    def text(self) -> str:
        """Return the TOML text."""
        return self._with_head(quoted(self.language), self._values)

    @property
    def easy_text(self) -> str:
        """Return the TOML text of the easy-read edition: what `easy_edition` makes of the text."""
        pairs = ((easy, plain) for easy, plain in self.source.easy if self._said.get(easy))
        values = {plain: quoted(self._said[easy]) + self._plurals.get(plain, "") for easy, plain in pairs}
        data = {**self.source.data, "language": self.language, "translation_of": self.source.digest}
        head = easy_head(data if self.is_reviewed else {**data, "unreviewed": True}, self.source.digest)
        return self._with_head(head, {**self._values, **values})

    @cached_property
    def _said(self) -> dict[TomlPath, str]:
        """Return the words by their paths."""
        is_variant = self.language.startswith(f"{self.source.language}-")
        return {
            path: self.words.get((context, old), "" if EASY in path and not is_variant else old)
            for context, path, old in self.source.words
        }

    @cached_property
    def _plurals(self) -> dict[TomlPath, str]:
        """Return, by the paths of words behind large numbers, the line with those behind further ones."""
        counted = (one for one in self.source.words if one[0].startswith("unit.") and one[1][-1] == "many")
        return {path: self._further(context, old) for context, path, old in counted}

    def _further(self, context: str, old: str) -> str:
        table = context.rpartition(".")[0]
        forms = {one: self.words.get((f"{table}.plurals.{one}", old), "") for one in FURTHER_PLURALS}
        named = ", ".join(f"{one} = {quoted(form)}" for one, form in forms.items() if form)
        return f"\nplurals = {{ {named} }}" if named else ""

    @cached_property
    def _values(self) -> dict[TomlPath, str]:
        """Return the words by their paths, as TOML writes them."""
        return {path: quoted(said) + self._plurals.get(path, "") for path, said in self._said.items()}

    def _with_head(self, language: str, values: Mapping[TomlPath, str]) -> str:
        origin = f'translation_of = "{self.source.digest}"\ntranslated_from = {quoted(self.source.language)}'
        head = f"{language}\n{origin}"
        head += f"\n{source_words_line(self.source.words)}"
        if not self.is_reviewed:
            head += "\nunreviewed = true"
        if self.unpublished:
            head += f"\nunpublished = {json.dumps(sorted(self.unpublished))}"
        spots = self.source.spots
        placed = {spots[path]: value for path, value in values.items()}
        return with_values(self.source.text, {**placed, spots[("language",)]: head})


def translated(text: str, language: str, words: TranslatedWords) -> str:
    """Return the TOML text of a questionnaire with its words in another language."""
    return Translation(source_of(text), language, words).text
