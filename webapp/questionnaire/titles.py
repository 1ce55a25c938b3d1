"""Rules with titles, short names and labels in place of ids."""

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules.vocabulary import Vocabulary


class TitleVocabulary(Vocabulary):
    """What a questionnaire calls its measures, factors, questions and options."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def name(self, name: str) -> str:
        titled = self.questionnaire.measures.get(name) or self.questionnaire.factors.get(name)
        if titled is not None:
            return titled.title
        question = self.questionnaire.questions[name]
        return question.short_name

    def label(self, question: str, option: str) -> str:
        """Return the label of an option in quotes."""
        return f"“{self.questionnaire.questions[question].option(option).label}”"
