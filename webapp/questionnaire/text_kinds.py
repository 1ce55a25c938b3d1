"""What a text of a questionnaire protects: consent, safety, or the score of an instrument."""

from functools import cached_property

from webapp.questionnaire.model import Questionnaire

CONSENT, SAFETY, INSTRUMENTS, REST = "consent", "safety", "instruments", "rest"

PROTECTING = (CONSENT, SAFETY, INSTRUMENTS)
"""Kinds of texts that a language must have all of before anyone may be asked in it."""

SAFETY_WORDS = (
    *("words.safety_", "words.disclaimer", "words.no_safety"),
    *("words.signs_ticked", "words.see_doctor"),
)
SAFETY_TABLES = ("safety", "region")


class TextKinds:
    """The kinds of all texts of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire

    def of(self, context: str) -> str:
        """Return the kind of the text with this context (`wording.word_texts`)."""
        table, _, rest = context.partition(".")
        if ".easy." in context:
            return REST  # where they are missing, the plain words are read
        if table in SAFETY_TABLES or context.startswith(SAFETY_WORDS):
            return SAFETY
        _, is_question, question = rest.partition(".question.")
        return self._by_question.get(question.partition(".")[0], REST) if is_question else REST

    @cached_property
    def _by_question(self) -> dict[str, str]:
        """Return the kinds of questions; of several, the last that is set here counts."""
        flags, scores = self._questionnaire.safety, self._questionnaire.practice.scores
        kinds = {name: SAFETY for flag in flags for name in flag.when.names().questions}
        stops = (flag for flag in flags if flag.tier == "stop")
        kinds |= {name: CONSENT for flag in stops for name in flag.when.names().questions}
        return kinds | {name: INSTRUMENTS for score in scores for name in score.items}
