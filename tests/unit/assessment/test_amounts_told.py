"""Sentences on amounts of sugar and fibre: what they say of them is true of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from tests.pdf.people import assessment_with
from tests.project import QUESTIONNAIRE, served
from webapp.assessment import Assessment, assess, fill, validate_answers
from webapp.assessment.words import first_text

SUGAR = QUESTIONNAIRE.factors["high_fructose"]
LIMIT = "What you told us alone is above the World Health Organization's limit of 50 g of free sugars a day."


def sugar(*amounts: int | None, kind: str = "sugar") -> Mapping[str, object]:
    """Cans, glasses and helpings a week, and teaspoons a day."""
    names = "sugary_drinks_per_week", "juice_per_week", "sweets_per_week", "sweetener_tsp_per_day"
    return {
        **dict(zip(names, amounts, strict=True)),
        "sugary_drink_kind": kind,
        "sweetener_kind": "mixed_or_not_sure",
    }


def told(found: Assessment, factor: str = "high_fructose") -> str:
    return first_text(found.questionnaire.factors[factor].told, found)


def notes(found: Assessment) -> list[str]:
    finding = next(one for one in found.findings if one.factor.id == "high_fructose")
    return [fill(one.text, found) for one in found.notes(finding) if one.audience == "all"]


@pytest.mark.parametrize(
    ("amounts", "source"),
    [
        ((14, 0, 0, 0), ", mostly from sugary drinks."),
        ((7, 0, 14, 3), ". The largest source: sugary drinks."),
        ((7, 7, 14, 2), ". The largest source: sugary drinks."),
        ((0, 7, 7, 8), ". The largest source: the sugar, honey or syrup you add."),
        ((0, 0, 14, 6), "."),
        ((0, 0, 14, 7), ", mostly from the sugar, honey or syrup you add."),
    ],
)
def test_mostly_is_said_of_more_than_half(amounts: tuple[int, ...], source: str) -> None:
    said = told(assessment_with("W37", sugar(*amounts)))
    assert said.startswith("About ")
    assert said.endswith(f" g of added fructose a day{source}")


def test_mostly_is_said_of_no_amount_that_is_missing() -> None:
    found = assessment_with("W37", sugar(14, None, 14, 0))
    low, high = cast("tuple[object, object]", found.measures["fructose_g"].value)
    assert low != high
    assert told(found) == "About 56–82 g of added fructose a day. Some answers are missing."


def test_free_sugars_above_the_limit_are_told_from_answers_alone() -> None:
    (whole,) = notes(assessment_with("W37", sugar(14, 7, 7, 0)))
    assert whole.startswith("Your answers add up to about 120 g of free sugars a day.")
    assert notes(assessment_with("W37", sugar(14, None, None, None))) == [LIMIT]
    assert notes(assessment_with("W37", sugar(7, None, None, None))) == []


@pytest.mark.parametrize("language", ["de", "es", "fr", "zh-Hans", "ar", "en-simple", "fr-simple"])
def test_every_language_tells_these_sentences_apart(language: str) -> None:
    asked = served().in_language(language)
    answers = dict(assessment_with("W37", {}).answers.to_json())
    said = {
        told(assess(validate_answers(asked, {**answers, **sugar(*amounts)})))
        for amounts in ((14, 0, 0, 0), (7, 7, 14, 2), (0, 0, 14, 6), (14, None, 14, 0))
    }
    assert len(said) == 4
    if "simple" not in language:
        assert not any("added fructose" in one for one in said)


def test_fibre_says_that_answers_are_missing() -> None:
    whole = told(assessment_with("W37", {}), "low_fibre")
    assert whole == "About 18 g of fibre a day from food. The guide for you is 25 g."
    some = told(assessment_with("W37", {"nuts_per_week": None}), "low_fibre")
    assert some.endswith(" g of fibre a day from food. Some answers are missing. The guide for you is 25 g.")
