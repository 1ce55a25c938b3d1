"""The age that a reader needs: the Flesch-Kincaid grade of each text as an age."""

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.placeholders import PLACEHOLDER
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.texts import texts
from webapp.questionnaire.loading.wording import EASY

with warnings.catch_warnings():
    # Python 3.12 and later warn of escapes in the library's patterns each time that they compile it.
    warnings.simplefilter("ignore", SyntaxWarning)
    from readability import getmeasures
    from readability.langdata import LANGDATA

SCHOOL_AGE = 5  # years between a US school grade and the age of its pupils at the start of the year
GROWN_UP = 18  # above this age the formula is meaningless

FEWEST_WORDS = 10
"""Words of the shortest text that is measured alone: in a shorter one a single long word decides."""

LONG_WORD = 3  # syllables of a word that is worth a mention
MAX_NAMED = 3

QUESTION_KEYS = ("text", "help", "label", "intro")
FACTOR_KEYS = ("told", "why", "ask", "text")
PRACTITIONER_WORDS = "disclaimer_practitioner"

SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Measured(NamedTuple):
    """The age that a text needs, its number of words, and its longest words."""

    age: float
    words: int
    longest: tuple[str, ...]


def check_reading_age(loaded: LoadedDocument) -> Measured | None:
    """Note every text for patients above the age that the file sets, and return the age of all together.

    None for a language that is not measured.
    """
    read = list(patient_texts(loaded))
    language = loaded.questionnaire.language.split("-")[0]
    highest = loaded.document.head.reading_age if loaded.document.head else 0
    for path, text in (*read, *easy_words(loaded)) if highest else ():
        found = measured([text], language)
        if found and found.words >= FEWEST_WORDS and found.age > highest:
            named = f"; its longest words: {', '.join(found.longest)}" if found.longest else ""
            message = f"this is for readers {_from(found.age)}, the file is for {highest}{named}"
            loaded.errors.add(path, "reading-age", message, text)
    return measured([text for _, text in read], language)


def easy_words(loaded: LoadedDocument) -> Iterator[tuple[TomlPath, str]]:
    """Yield the path and the words of every easy text."""
    yield from ((path, text) for path, text in texts(loaded.errors.data) if EASY in path and text)


def measured(written: Sequence[str], language: str) -> Measured | None:
    """Measure these texts together; None for a language that the library does not know."""
    if language not in LANGDATA:
        return None
    plain = [PLACEHOLDER.sub("ten", text) for text in written]
    sentences = [WORD.findall(sentence) for text in plain for sentence in SENTENCE.split(text)]
    found = getmeasures([" ".join(words) for words in sentences if words], lang=language)
    grade = cast("float", found["readability grades"]["Kincaid"])
    count = LANGDATA[language]["syllables"]
    words = dict.fromkeys(word for sentence in sentences for word in sentence)
    long = sorted((word for word in words if count(word.lower()) >= LONG_WORD), key=count, reverse=True)
    return Measured(grade + SCHOOL_AGE, found["sentence info"]["words"], tuple(long[:MAX_NAMED]))


def _from(age: float) -> str:
    return f"from {age:.1f} years on" if age <= GROWN_UP else "with long schooling"


def patient_texts(loaded: LoadedDocument) -> Iterator[tuple[TomlPath, str]]:
    """Yield the path and the words of every text that patients read."""
    hidden = {flag.path for flag in loaded.document.safety if flag.table.tier == "practitioner"}
    hidden |= {
        (*factor.path, "note", index)
        for factor in loaded.document.factors
        for index, note in enumerate(factor.table.note)
        if note.audience == "practitioner"
    }
    for path, text in texts(loaded.errors.data):
        if EASY not in path and path[:2] not in hidden and path[:4] not in hidden and _is_read(path) and text:
            yield path, text


def _is_read(path: TomlPath) -> bool:
    keys = [step for step in path if isinstance(step, str)]
    if path[0] == "section":
        return keys[-1] in QUESTION_KEYS
    if path[0] == "factor":
        return keys[-1] in FACTOR_KEYS
    if path[0] in ("safety", "phrase"):
        return keys[-1] == "text"
    if path[0] == "region":
        return keys[-1] in ("drink_sizes", "sun_season", "milk")
    return path[0] == "words" and keys[-1] != PRACTITIONER_WORDS
