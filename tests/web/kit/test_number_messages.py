"""The messages of number boxes suggest only what the box takes, and only where the meaning is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from flask import Flask, g

from webapp.assessment import AnswerValue, resolve
from webapp.assessment.answers import Answers
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.units import unit_of
from webapp.web.kit.answer_errors import error_message
from webapp.web.kit.answer_parsing import is_valid
from webapp.web.kit.app_context import app_context

LANGUAGES = ("en", "de", "es", "fr", "zh-Hans", "ar")
EDITIONS = (*LANGUAGES, *(f"{one}-simple" for one in LANGUAGES))
VEGETABLES = "veg_per_day"

USUAL = "Enter a number from 0 to 15. Halves are fine, for example 1.5. If it varies, give your best guess."

SURE = [
    *("1-2", "1\N{EN DASH}2", "1 \N{EM DASH} 2", "1\N{FIGURE DASH}2", "1~2", "1\N{WAVE DASH}2"),
    *("\uff11\uff5e\uff12", "1..2", "1 to 2", "1 OR 2", "1 bis 2", "1 oder 2", "1 \u00e0 2", "1 a\u0300 2"),
    *("1 ou 2", "1 a 2", "1 o 2", "\u0661 إلى \u0662", "\u0661 أو \u0662", "1到2", "1至2", "1 或 2"),
]
UNSURE = [
    *(
        "1 in 2 days",
        "1 in 2",
        "3 of 7",
        "0 not 5",
        "2 x 3",
        "2 and 3",
        "1 alle 2 Tage",
        "3 von 7",
        "2 mal 3",
    ),
    *("1 cada 2 d\u00edas", "1 cada 2 dias", "3 de 7", "1 sur 2", "1 en 2 jours", "3 sur 7"),
    *("1 كل 2 يوم", "3 من 7", "两天1次2", "7天3次", "2 3"),
]
OF_ANOTHER_TIME = ["1 to 2 a week", "1-2 pro Woche", "1 à 2 par semaine", "1 a 2 por semana", "1到2次/周"]
WRONG = [
    *(*SURE, *UNSURE, *OF_ANOTHER_TIME),
    *(
        "1972",
        "born 1972",
        "0.25",
        "\u00bc",
        "1.25",
        "2.5",
        "6.15",
        "41.55",
        "\u2153",
        "1,000",
        "1 000",
        "1.500",
    ),
    *(
        "20-30",
        "900-1000",
        "3-2",
        "4+",
        "<5",
        "~3",
        "about 3",
        "3?",
        "two",
        "3 cups",
        "-3",
        "1e3",
        "9" * 20,
        "",
    ),
]


def editions_of(app: Flask, language: str) -> Iterator[Questionnaire]:
    """Yield the questionnaire in this language, within a request in it."""
    with app.test_request_context():
        g.language = language
        yield app_context().questionnaire


@pytest.fixture(scope="module", params=EDITIONS)
def asked(request: pytest.FixtureRequest, app: Flask) -> Iterator[Questionnaire]:
    yield from editions_of(app, request.param)


def boxes(questionnaire: Questionnaire) -> Iterator[tuple[Question, Answers]]:
    """Yield each number question with answers that give it each of its bounds."""
    kinds = [None, *(one.id for one in questionnaire.questions["glucose_kind"].options)]
    situations: list[dict[str, AnswerValue]] = [{"glucose_kind": kind} for kind in kinds]
    for question in questionnaire.questions.values():
        if question.kind == "number":
            for given in situations if len(question.bounds) > 1 else situations[:1]:
                yield question, resolve(questionnaire, given)


def numbers_in(words: str) -> set[Fraction]:
    """Return the numbers that stand alone in the words: not the 1 of "HbA1c"."""
    found = re.findall(r"(?<![A-Za-z0-9.,])\d+(?:[.,]\d+)?(?![A-Za-z0-9])", words.translate(PLAIN))
    return {Fraction(one.replace(",", ".")) for one in found}


PLAIN = str.maketrans("\u0661\u0662\uff11\uff12", "1212", "\u2066\u2068\u2069")


def test_every_number_that_a_message_suggests_is_taken_by_the_same_box(asked: Questionnaire) -> None:
    for (question, answers), typed in product(boxes(asked), WRONG):
        said = error_message(question, [typed], answers)
        own = numbers_in(typed) | {Fraction(question.decimals)}
        for number in numbers_in(said) - own:
            assert is_valid(question, [f"{float(number):g}"], answers), (typed, said)


def said_of(questionnaire: Questionnaire, question_id: str, typed: str) -> str:
    return error_message(questionnaire.questions[question_id], [typed], resolve(questionnaire, {}))


def test_the_middle_of_a_range_is_suggested(asked: Questionnaire) -> None:
    assert Fraction(3, 2) in numbers_in(said_of(asked, VEGETABLES, "1-2"))
    for typed in SURE:
        assert said_of(asked, VEGETABLES, typed) == said_of(asked, VEGETABLES, "1-2"), typed


def test_other_words_between_two_numbers_suggest_nothing(asked: Questionnaire) -> None:
    assert numbers_in(said_of(asked, VEGETABLES, "2-1")) == set()
    for typed in UNSURE:
        assert said_of(asked, VEGETABLES, typed) == said_of(asked, VEGETABLES, "2-1"), typed


def test_a_range_of_another_time_suggests_nothing(asked: Questionnaire) -> None:
    for typed in OF_ANOTHER_TIME:
        assert said_of(asked, VEGETABLES, typed) == said_of(asked, VEGETABLES, "3 cups"), typed


def test_the_printed_unit_is_taken_behind_a_number_with_and_without_its_time(asked: Questionnaire) -> None:
    for question, answers in boxes(asked):
        low = bounds_of(question, answers.situation)[0]
        forms = question.unit_forms
        for words in {unit_of(question), forms.one, forms.many, *forms.plurals.values()} - {""}:
            assert is_valid(question, [f"{low} {words}"], answers), (question.id, words)
            assert is_valid(question, [f"{low}{words.upper()}"], answers), (question.id, words)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "2 handfuls"),
        ("de", "1,5 Handvoll"),
        ("de", "2 Handvoll pro Tag"),
        ("fr", "2 poign\u00e9es"),
        ("fr", "2 poignees/jour"),
        ("es", "2 pu\u00f1ados"),
        ("es", "2 pu\u00f1ados por d\u00eda"),
        ("zh-Hans", "2把"),
        ("ar", "\u0663 حفنات"),
    ],
)
def test_the_unit_alone_is_taken_in_each_language(app: Flask, language: str, typed: str) -> None:
    for edition in (language, f"{language}-simple"):
        for questionnaire in editions_of(app, edition):
            assert said_of(questionnaire, VEGETABLES, typed) == ""


def test_a_part_of_a_unit_is_another_unit(app: Flask) -> None:
    for questionnaire in editions_of(app, "fr"):
        assert said_of(questionnaire, "sweetener_tsp_per_day", "2 cuillères à café") == ""
        assert said_of(questionnaire, "sweetener_tsp_per_day", "2 cuillères") != ""


@pytest.mark.parametrize(
    ("question_id", "typed", "said"),
    [
        ("age_years", "1972", "You typed 1972\xa0years. Enter a whole number from 0 to 120."),
        ("age_years", "born 1972", "Type only the number, without words. It counts as years."),
        (VEGETABLES, "16", f"You typed 16\xa0handfuls a day. {USUAL}"),
        (
            VEGETABLES,
            "0.25",
            "Enter a number from 0 to 15. Only whole numbers and halves count, for example 1.5.",
        ),
        (VEGETABLES, "1 000", "Enter a number from 0 to 15, without a mark for thousands."),
        (VEGETABLES, "20-30", "Type one number only. A good guess is fine."),
        ("vitd_value", "41.55", "Use 1 decimal place at most, for example 41.5."),
        ("vitd_value", "900", "Enter a number from 1 to 600."),
    ],
)
def test_a_message_names_the_condition_that_is_broken(
    app: Flask, question_id: str, typed: str, said: str
) -> None:
    for questionnaire in editions_of(app, "en"):
        assert said_of(questionnaire, question_id, typed) == said


def test_an_example_of_decimals_fits_the_kind_of_test(app: Flask) -> None:
    for questionnaire in editions_of(app, "en"):
        answers = resolve(questionnaire, {"glucose_kind": "a1c_pct"})
        said = error_message(questionnaire.questions["glucose_value"], ["6.15"], answers)
        assert said == "Use 1 decimal place at most, for example 3.5."


@pytest.mark.parametrize(
    ("step", "low", "high", "typed", "said"),
    [
        (Fraction(1, 2), 4, 9, "4.2", "from 4 to 9. Only whole numbers and halves count, for example 4.5."),
        (Fraction(1, 4), 0, 9, "0.3", "Enter a number from 0 to 9, in steps of 0.25."),
        (Fraction(1), 0, 1, "2.5", "Enter a whole number from 0 to 1, for example 0."),
    ],
)
def test_boxes_of_other_questionnaires_have_examples_that_fit(
    app: Flask, step: Fraction, low: int, high: int, typed: str, said: str
) -> None:
    for questionnaire in editions_of(app, "en"):
        question = questionnaire.questions[VEGETABLES]
        bounds = (replace(question.bounds[0], low=low, high=high),)
        decimals = len(f"{float(step):g}") - 2 if step < 1 else 0
        other = replace(question, step=step, decimals=decimals, bounds=bounds)
        assert said in error_message(other, [typed], resolve(questionnaire, {}))
