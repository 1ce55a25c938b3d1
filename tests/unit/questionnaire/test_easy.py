"""Easy words: an edition of the same questions, and what may stand in for what."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.project import QUESTIONNAIRE, TEXT, document
from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load, load_document
from webapp.questionnaire.loading.easy import easy_edition, easy_pairs, has_easy_words
from webapp.questionnaire.loading.translation import Translation, source_of, translated
from webapp.questionnaire.loading.wording import word_texts
from webapp.questionnaire.model import Questionnaire, SafetyFlag
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.questionnaire.rules.nodes import ChoiceIs, Picked
from webapp.questionnaire.text_kinds import REST, TextKinds
from webapp.report.charts.pictures import SPRITE, SYMBOL, picture
from webapp.workbench.lint.easy import LONGEST_SENTENCE, longest_sentence
from webapp.workbench.reading_age import measured, patient_texts

ASKED = "How often do you drink?"
EASY = SMALL.replace(f'text = "{ASKED}"', f'text = "{ASKED}"\n  easy.text = "Do you drink?"', 1)


def codes(text: str) -> list[str]:
    with pytest.raises(QuestionnaireErrors) as found:
        load(text)
    return [one.code for one in found.value.problems]


def test_the_edition_says_the_easy_words_and_keeps_the_plain_ones_elsewhere() -> None:
    plain, easy = load(EASY), load(easy_edition(EASY))
    assert plain.questions["drinks"].text == ASKED
    assert easy.questions["drinks"].text == "Do you drink?"
    assert easy.questions["fruit"].text == plain.questions["fruit"].text
    assert (easy.language, easy.translation_of) == ("en-simple", plain.digest)


def test_easy_words_are_words_and_no_meaning() -> None:
    bare, plain, easy = load(SMALL), load(EASY), load(easy_edition(EASY))
    assert bare.meaning == plain.meaning == easy.meaning
    assert len({bare.digest, plain.digest, easy.digest}) == 3
    assert not has_easy_words(SMALL)
    assert has_easy_words(EASY)


def test_a_language_without_easy_words_reads_its_plain_ones() -> None:
    (context,) = (one for one, path, _ in word_texts(load_document(EASY).errors.data) if "easy" in path)
    words = {(context.replace("easy.", ""), ASKED): "Wie oft trinken Sie?"}
    german = easy_edition(translated(EASY, "de", words))
    assert load(german).questions["drinks"].text == "Wie oft trinken Sie?"
    assert load(german).language == "de-simple"
    whole = easy_edition(translated(EASY, "de", {**words, (context, "Do you drink?"): "Trinken Sie?"}))
    assert load(whole).questions["drinks"].text == "Trinken Sie?"
    assert TextKinds(load(EASY)).of(context) == REST


@pytest.mark.parametrize(
    ("tag", "is_reviewed", "unpublished"), [("de", True, ()), ("de", False, ("drinks",)), ("en-CA", True, ())]
)
def test_the_edition_of_a_translation_is_made_without_reading_that(
    tag: str, is_reviewed: bool, unpublished: tuple[str, ...]
) -> None:
    source = source_of(EASY)
    words = {(context, text): "Trinken Sie?" for context, path, text in source.words if "easy" in path}
    made = Translation(source, tag, words, is_reviewed, unpublished)
    assert made.easy_text == easy_edition(made.text)
    assert load(made.easy_text).questions["drinks"].text == "Trinken Sie?"


def test_a_country_s_own_way_of_the_language_keeps_the_easy_words() -> None:
    canadian = easy_edition(translated(EASY, "en-CA", {}))
    assert load(canadian).questions["drinks"].text == "Do you drink?"


@pytest.mark.parametrize(
    ("easy", "code"),
    [
        ('easy.help = "There is no help to stand in for."', "easy-without-text"),
        ('easy.options.gin = "Gin"', "easy-without-text"),
        ('easy.id = "other"', "easy-without-text"),
        ('easy.text = "About {fibre} of it?"', "unknown-placeholder"),
        ('easy.text = "A <b>bold</b> question?"', "html"),
    ],
)
def test_easy_words_stand_in_for_something_and_fill_in_nothing_new(easy: str, code: str) -> None:
    assert set(codes(EASY.replace('easy.text = "Do you drink?"', easy))) == {code}


def test_instruments_keep_their_words() -> None:
    asked = 'text = "How often did you have a drink containing alcohol in the past year?"'
    assert codes(TEXT.replace(asked, f'{asked}\n  easy.text = "Do you drink?"', 1)) == ["easy-instrument"]


def test_the_whole_edition_is_short_and_easier_than_the_plain_one() -> None:
    edition = load_document(easy_edition(TEXT))
    instruments = {name for one in QUESTIONNAIRE.practice.scores if one.is_instrument for name in one.items}
    read = [
        (edition.errors.location(path), words)
        for path, words in patient_texts(edition)
        if edition.errors.location(path).split(".")[0] not in instruments
    ]
    assert len(read) > 500
    assert [one for one in read if longest_sentence(one[1]) > LONGEST_SENTENCE] == []
    easy = measured([words for _, words in read], "en")
    plain = measured([words for _, words in patient_texts(document())], "en")
    assert easy is not None
    assert plain is not None
    assert easy.age < 6 < plain.age


def test_numbers_of_the_plain_words_stand_in_the_easy_ones() -> None:
    """What is counted, measured or dialled is the same in both; a year or a letter in a name is none."""
    data = document().errors.data
    pairs = [(at(data, easy), at(data, plain)) for easy, plain in easy_pairs(data)]
    lost = [(easy, plain) for easy, plain in pairs if easy and numbers(easy) != numbers(plain)]
    assert len(pairs) > 150
    assert lost == []


@cache
def in_easy_words() -> Questionnaire:
    return load(easy_edition(TEXT))


def ticked(flag: SafetyFlag) -> str:
    """Return what a person may have ticked whom a flag warns, in plain and in easy words."""
    looked_at = [node for node in flag.when.walk() if isinstance(node, Picked | ChoiceIs)]
    options = [(node.question, one) for node in looked_at for one in options_of(node)]
    editions = (QUESTIONNAIRE, in_easy_words())
    return " ".join(
        f"{edition.questions[question].text} {edition.questions[question].option(option).label}"
        for edition in editions
        for question, option in options
    ).lower()


def options_of(node: Picked | ChoiceIs) -> tuple[str, ...]:
    return (node.option,) if isinstance(node, Picked) else node.options


@pytest.mark.parametrize("flag", QUESTIONNAIRE.safety, ids=lambda flag: flag.id)
def test_easy_words_say_of_a_person_nothing_that_was_not_ticked(flag: SafetyFlag) -> None:
    easy = next(one.text for one in in_easy_words().safety if one.id == flag.id)
    said = re.findall(r"\bYou have ([^.?!]+)[.]", easy)
    words = {word[:5] for one in said for word in re.findall(r"[a-z]{4,}", one.lower())} - {"that"}
    assert {word for word in words if word not in ticked(flag)} == set()


def test_every_question_and_factor_has_a_picture_that_is_there() -> None:
    named = [one.picture for one in QUESTIONNAIRE.questions.values()]
    named += [one.picture for one in QUESTIONNAIRE.factors.values()]
    assert set(named) == {name for name, _, _ in SYMBOL.findall(SPRITE.read_text("utf-8"))}
    assert picture("nothing") == ""


def at(data: object, path: tuple[str | int, ...]) -> str:
    for step in path:
        data = data[step]  # type: ignore[index]
    return str(data)


def numbers(text: str) -> list[str]:
    return sorted(one.strip(".,:;?()%") for one in text.split() if any(letter.isdigit() for letter in one))
