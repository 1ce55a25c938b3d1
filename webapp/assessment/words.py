"""Placeholders in sentences, such as {fibre_g}, {fastfood_per_week} and {help_line}; answers in words."""

import re
from collections.abc import Iterator
from fractions import Fraction

from webapp.assessment.answers import Answers
from webapp.assessment.assess import Assessment
from webapp.cldr.numbers import localized
from webapp.cldr.phrases import join_phrases
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import ConditionalText, Measure, Question
from webapp.questionnaire.regions import REGION_WORDS, Region
from webapp.questionnaire.rules.numbers import Number, fixed, write_number, write_range
from webapp.questionnaire.units import with_unit

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
SENTENCE_END = re.compile(r"[.!?]\s+\**$")
LIST_END = re.compile(r"[,،、]\s*(?=[.;\u3002])")
UNKNOWN = "?"  # replaces an answer that was skipped; sentences are written so that it is seldom needed


def fill(text: str, assessment: Assessment, *, in_full: bool = False) -> str:
    """Return the text with every placeholder filled. `in_full` gives measures one more decimal.

    A value after the end of a sentence is capitalised; a comma that a list leaves before the end is removed.
    A score of unpublished words is left out with the blank before it.
    """
    for measure in assessment.answers.unscored:
        text = text.replace(f" {{{measure}}}", "").replace(f"{{{measure}}}", "")

    def stand_in(match: re.Match[str]) -> str:
        words = _stand_in(match[1], assessment, in_full)
        return words[:1].upper() + words[1:] if SENTENCE_END.search(text, 0, match.start()) else words

    return LIST_END.sub("", PLACEHOLDER.sub(stand_in, text))


def first_text(words: ConditionalText, assessment: Assessment) -> str:
    """Return the first text whose condition holds, filled; "" where none does."""
    return next(all_texts(words, assessment), "")


def all_texts(words: ConditionalText, assessment: Assessment) -> Iterator[str]:
    """Yield every text whose condition holds, filled."""
    situation = assessment.answers.situation
    held = (text for when, text in words.rows if when is None or when.value(situation) is True)
    return (fill(text, assessment) for text in held)


def region_of(answers: Answers) -> Region:
    """Return the words of the person's region, or the default ones."""
    questionnaire = answers.questionnaire
    asked = questionnaire.region_question
    chosen = answers.given.get(asked.id) if asked else None
    return questionnaire.regions.get(str(chosen)) or questionnaire.regions[""]


def measure_name(measure: Measure, answers: Answers) -> str:
    """Return what the person's reports call a measure."""
    return region_of(answers).fill(measure.short) if measure.short else measure.title


def _stand_in(name: str, assessment: Assessment, in_full: bool) -> str:
    questionnaire = assessment.questionnaire
    if name in REGION_WORDS and getattr(questionnaire.regions[""], name):
        return str(getattr(region_of(assessment.answers), name))
    if name in questionnaire.measures:
        return measure_words(assessment, name, in_full=in_full)
    if name in questionnaire.phrases:
        return first_text(questionnaire.phrases[name], assessment)
    return _localized_answer(questionnaire.questions[name], assessment.answers)


def _localized_answer(question: Question, answers: Answers) -> str:
    given = answers.given.get(question.id)
    words = answer_words(question, given)
    return localized(words, answers.questionnaire.language) if isinstance(given, int | Fraction) else words


def measure_words(
    assessment: Assessment, measure_id: str, *, in_full: bool = False, in_digits: bool = False
) -> str:
    """Return a measure rounded (or with one more decimal), a range as "11–28", a level by its words.

    With `in_digits` a number is as we write it, and not as the language does.
    """
    worked_out = assessment.measures[measure_id]
    if not isinstance(worked_out.value, tuple):
        return UNKNOWN
    if worked_out.measure.type == "level":
        return _level_words(assessment, worked_out.value)
    decimals = worked_out.measure.decimals + in_full
    number = write_range(fixed(end, decimals) for end in worked_out.value)
    return number if in_digits else localized(number, assessment.questionnaire.language)


def _level_words(assessment: Assessment, levels: tuple[Number, Number]) -> str:
    words = assessment.questionnaire.words
    return write_range(words[f"level_{Level(int(level)).word}"] for level in levels)


def answer_words(question: Question, value: AnswerValue) -> str:
    """Return an answer as the person saw it: the number, the label, or all labels."""
    if value is None:
        return UNKNOWN
    if isinstance(value, int | Fraction):
        return write_number(value)
    chosen = value if isinstance(value, tuple) else (value,)
    return join_phrases((question.option(option).label for option in chosen), question.unit_forms.language)


def answer_in_full(question: Question, value: AnswerValue) -> str:
    """Return an answer with the unit of its question; "" for a skipped one."""
    if value is None:
        return ""
    return with_unit(question, answer_words(question, value))
