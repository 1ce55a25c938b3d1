"""The sentences with which a report begins, and that no finding worth discussing goes without its text."""

from __future__ import annotations

from random import Random

import pytest

from tests.pdf.answer_ranges import FEW_UNITS_OFTEN, RANGES
from tests.pdf.people import OCCASION, view_of
from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from webapp.assessment import assess, validate_answers
from webapp.localization.localizer import ENGLISH
from webapp.questionnaire.levels import Level
from webapp.report.views.opening import opening
from webapp.report.views.patient_view import patient_view
from webapp.workbench.simulation.people import PeopleGenerator

WHERE_TO_BEGIN = "Your practitioner can help you choose where to begin."

LIMITS = "This form cannot find an illness, and it cannot rule one out: with symptoms, see a doctor."

THINGS = tiny(
    "".join(f'[[section.question]]\nid = "{one}"\nNUMBER\n' for one in ("many", "more", "few"))
    + "".join(
        f"""
[[factor]]
id = "thing_{number}"
title = "Thing {number}"
in_a_sentence = "thing {number}"
strong = "many >= {number}"
moderate = "many + more >= {number}"
slight = "many + more + few >= {number}"
THREE_LEVELS
"""
        for number in range(1, 9)
    )
)
"""Eight factors, and the questions how many of them are strong, moderate and slight."""


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (
            "W55",
            (
                "**Two things stand out** in your answers: a Western-style diet and low fibre. "
                "Seven more are worth discussing."
            ),
        ),
        ("W37", "**One thing is worth discussing**: low fibre."),
    ],
)
def test_a_report_begins_with_what_came_out(case: str, said: str) -> None:
    assert view_of(case).opening == said


def test_of_who_answered_hardly_anything_it_says_so() -> None:
    view = view_of("W56")
    assert view.opening == (
        f"**There is too little to go by.** {view.origin.answered} of {view.origin.asked} questions have an "
        "answer, so for most things we could not tell. That does not mean that they are not there."
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((0, 0, 0), f"**None of the things that we look for** shows up in your answers. {LIMITS}"),
        ((0, 0, 1), f"**One minor thing shows up** in your answers: thing 1. {LIMITS}"),
        ((0, 1, 2), "**One thing is worth discussing**: thing 1."),
        (
            (0, 7, 0),
            f"**Seven things are worth discussing.** {WHERE_TO_BEGIN}",
        ),
        (
            (6, 2, 0),
            f"**Six things stand out** in your answers. Two more are worth discussing. {WHERE_TO_BEGIN}",
        ),
        (
            (3, 1, 0),
            (
                "**Three things stand out** in your answers: thing 1, thing 2, and thing 3. "
                "One more is worth discussing."
            ),
        ),
        (
            (1, 0, None),
            (
                "**One thing stands out** in your answers: thing 1. "
                "For seven things we could not tell how much they show up."
            ),
        ),
    ],
)
def test_each_result_has_an_opening_of_its_own(answers: tuple[int | None, ...], said: str) -> None:
    given = dict(zip(("many", "more", "few"), answers, strict=True))
    assert opening(assess(validate_answers(THINGS, given)), ENGLISH) == said


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            ("much", "none", "none"),
            f"**One thing shows up** in your answers: thing 1. It may be more than minor. {LIMITS}",
        ),
        (
            ("much", "little", "none"),
            (
                "**One thing shows up** in your answers: thing 1. It may be more than minor. "
                f"**One minor thing shows up** in your answers: thing 2. {LIMITS}"
            ),
        ),
        (
            ("little", "some", "none"),
            (
                "**One minor thing shows up** in your answers: thing 1. "
                f"For one thing we could not tell how much it shows up. {LIMITS}"
            ),
        ),
        (
            ("some", "none", "none"),
            (
                "**We could not tell about one thing**: thing 1. "
                f"None of the other things that we look for shows up. {LIMITS}"
            ),
        ),
    ],
)
def test_none_is_said_only_where_no_factor_can_be_there(answers: tuple[str, ...], said: str) -> None:
    given = {f"amount_{number}": one for number, one in enumerate(answers, 1)}
    assert opening(assess(validate_answers(RANGES, given)), ENGLISH) == said


def test_an_answer_that_is_a_range_is_named_in_the_opening() -> None:
    found = assess(validate_answers(QUESTIONNAIRE, FEW_UNITS_OFTEN))
    assert opening(found, ENGLISH) == (
        f"**One thing shows up** in your answers: alcohol. It may be more than minor. {LIMITS}"
    )


def test_whatever_the_answers_none_is_said_only_where_every_level_is_none() -> None:
    generator, random = PeopleGenerator(QUESTIONNAIRE, 0.1), Random(11)  # noqa: S311 - nothing secret
    people = [generator.generate(random) for _ in range(60)]
    assessed = [assess(one.answers, changes=False) for one in people if not one.stopped]
    sober = {**FEW_UNITS_OFTEN, "audit1": "0"}
    assessed += [assess(validate_answers(QUESTIONNAIRE, one)) for one in (FEW_UNITS_OFTEN, sober)]
    for found in assessed:
        is_said = opening(found, ENGLISH).startswith("**None of the things")
        assert is_said == all(one.highest is Level.NONE for one in found.findings)


def test_whatever_the_answers_what_is_worth_talking_about_is_told_in_full() -> None:
    generator, random = PeopleGenerator(QUESTIONNAIRE, 0.1), Random(15)  # noqa: S311 - nothing secret
    people = [generator.generate(random) for _ in range(60)]
    for person in (one for one in people if not one.stopped):
        found = assess(person.answers, changes=False)
        view = patient_view(found, OCCASION)
        told = {text.factor: text for text in (*view.full, *view.apart)}
        for finding in found.findings:
            if finding.lowest >= Level.MODERATE:
                text = told[finding.factor.id]
                assert text.told
                assert text.why
                # Low oxygen by itself brings no question: the two there presume smoking or hard exercise.
                assert text.ask or finding.factor.id == "oxidative_stress_hypoxia_ph"
