"""The words of a questionnaire in another language: nothing else differs."""

from __future__ import annotations

from tests.project import QUESTIONNAIRE, TEXT
from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.translation import translated
from webapp.questionnaire.loading.wording import word_texts
from webapp.questionnaire.units import with_unit

UNIT = """
[[unit]]
unit = "pieces/day"
one = "piece a day"
many = "pieces a day"
exactly = { 0 = "none" }
"""
COUNTED = SMALL.replace("range = [0, 15]", 'unit = "pieces/day"\n  range = [0, 15]', 1).replace(
    "[[section]]", f"{UNIT}\n[[section]]", 1
)


def test_a_text_is_found_by_the_ids_on_the_way_to_it() -> None:
    found = {context: text for context, _, text in word_texts(parse_toml(SMALL).data)}
    assert found["section.food.question.drinks.options.1.label"] == "At times"
    assert found["section.food.question.amount.text"] == "How much?"
    assert "section.food.question.amount.show_if" not in found


def test_only_the_words_and_the_language_differ() -> None:
    words = {("section.food.question.drinks.options.1.label", "At times"): 'Parfois, "un peu"\n'}
    french, source = load(translated(COUNTED, "fr", words)), load(COUNTED)
    assert french.language == "fr"
    assert french.questions["drinks"].option("1").label == 'Parfois, "un peu"\n'
    assert french.questions["amount"].text == "How much?"
    assert french.digest != source.digest
    assert french.meaning == source.meaning


def test_the_words_of_a_unit_are_translated_and_not_its_name() -> None:
    words = {
        ("unit.pieces/day.many", "pieces a day"): "fruits",
        ("unit.pieces/day.exactly.0", "none"): "aucun",
    }
    fruit = load(translated(COUNTED, "fr", words)).questions["fruit"]
    assert (fruit.unit, with_unit(fruit, "0"), with_unit(fruit, "2")) == (
        "pieces/day",
        "aucun",
        "2\xa0fruits",
    )


def test_a_unit_that_is_known_by_its_words_keeps_them() -> None:
    bare = COUNTED.replace('unit = "pieces/day"\none', "one").replace("pieces a day", "pieces/day")
    assert not any(context.startswith("unit") for context, _, _ in word_texts(parse_toml(bare).data))


def test_a_bound_or_a_rule_changes_the_meaning() -> None:
    assert load(SMALL).meaning != load(SMALL.replace("range = [1, 40]", "range = [1, 41]")).meaning
    assert load(SMALL).meaning != load(SMALL.replace("3 * fruit", "4 * fruit")).meaning


def test_the_whole_questionnaire_loads_with_every_word_replaced() -> None:
    words = {(context, text): f"⁅{text}⁆" for context, _, text in word_texts(parse_toml(TEXT).data)}
    made = load(translated(TEXT, "de", words))
    assert made.meaning == QUESTIONNAIRE.meaning
    assert all(question.text.startswith("⁅") for question in made.questions.values())
    assert {reference.title for reference in made.references.values()} == {
        reference.title for reference in QUESTIONNAIRE.references.values()
    }
