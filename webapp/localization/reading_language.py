"""Answers in the words of another language than the one in which they were given."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from webapp.assessment import Answers, validate_answers
from webapp.localization.catalogues import is_same_edition, is_same_language
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class ReadingLanguage:
    """The language of a reader, as a country has it.

    `served` are today's questionnaires; `questionnaire_of` loads the version of a digest (LookupError: none).
    """

    language: str
    territory: str
    served: ServedQuestionnaires
    questionnaire_of: Callable[[str], Questionnaire]

    def has(self, asked: Questionnaire) -> bool:
        """Return whether a questionnaire is in this language and edition, in whatever country's words."""
        return is_same_edition(asked.language, self.language)

    def translate(self, asked: Questionnaire) -> Questionnaire:
        """Return a questionnaire in this language, or the same one where it is not there in it.

        The words are today's where only words differ, else those of its source if that has this language.
        Where there is no easy read, they are plain.
        """
        found = self._today(asked) or self._source(asked)
        is_found = found is not None and is_same_language(found.language, self.language)
        return as_asked(found, asked) if found and is_found else asked

    def translate_or_source(self, asked: Questionnaire) -> Questionnaire:
        """Return a questionnaire in this language, or else its source, in whatever language that is."""
        return as_asked(self._today(asked) or self._source(asked) or asked, asked)

    def _today(self, asked: Questionnaire) -> Questionnaire | None:
        """Return the questionnaire where it has this language, or today's words for the same meaning."""
        if self.has(asked):
            return asked
        today = self.served.in_language(self.language, self.territory)
        return today if today.meaning == asked.meaning else None

    def _source(self, asked: Questionnaire) -> Questionnaire | None:
        return self.questionnaire_of(asked.translation_of) if asked.translation_of else None


def as_asked(read: Questionnaire, asked: Questionnaire) -> Questionnaire:
    """Return the words that are read. Instruments count by those that were asked, whose language is named."""
    is_alike = read.unpublished == asked.unpublished
    if read is asked or (
        is_alike and (not asked.unpublished or is_same_language(read.language, asked.language))
    ):
        return read
    return replace(read, unpublished=asked.unpublished, asked_in=asked.asked_in or asked.language)


def reworded(read: Questionnaire, answers: Answers) -> Answers:
    """Return the answers in the words of a questionnaire that asks the same."""
    return answers if read is answers.questionnaire else validate_answers(read, answers.to_json())
