"""What is said of warning signs depends on which were ticked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from tests.pdf.people import (
    OCCASION,
    SENT,
    answers_of,
    assessment_of,
    assessment_with,
    bare,
    pages_in,
    practice_of,
)
from tests.project import QUESTIONNAIRE, served
from webapp.assessment import Assessment, assess, compare, validate_answers
from webapp.localization.localizer import Localizer
from webapp.report.pdf.bundle import bundle_view
from webapp.report.pdf.printing import print_report
from webapp.report.views.comparison_view import comparison_view, for_patient
from webapp.report.views.model import ReportView
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.practice_view import practice_view

MAN: Mapping[str, object] = {"sex": "male", "age_years": 45, "red_flags": ["bloating"]}
WOMAN: Mapping[str, object] = {"age_years": 49, "red_flags": ["bloating"]}
OF_UNKNOWN_AGE: Mapping[str, object] = {"age_years": None, "red_flags": ["bloating"]}

SIGN = "New bloating on most days"
NAMED = f"You ticked “{SIGN}”. Please tell your practitioner about this."
NOT_TICKED = "You did not tick"
SEE_A_DOCTOR = QUESTIONNAIRE.words["see_doctor"]

bloated = pytest.mark.parametrize("person", [MAN, WOMAN, OF_UNKNOWN_AGE], ids=["man", "woman", "no age"])


def viewed(person: Mapping[str, object], edition: str = "standard") -> ReportView:
    return patient_view(assessment_with("W37", person), replace(OCCASION, edition=edition))


def sheet_of(found: Assessment) -> PracticeView:
    return practice_view(found, OCCASION, channel="home", submitted_at=SENT)


@bloated
def test_a_sign_without_a_message_is_named_with_whom_to_tell(person: Mapping[str, object]) -> None:
    view = viewed(person)
    assert view.safety == ()
    assert view.signs == f"{NAMED} {SEE_A_DOCTOR}"


def test_beside_boxes_a_sign_is_named_without_what_they_say_better() -> None:
    view = viewed({**MAN, "red_flags": ["bloating", "blood_stool"]})
    assert [notice.id for box in view.safety for notice in box.notices] == ["blood"]
    assert view.signs == NAMED


def test_a_sign_with_a_message_stands_in_its_box_alone() -> None:
    view = viewed({"age_years": 50, "red_flags": ["bloating"]})
    assert [notice.id for box in view.safety for notice in box.notices] == ["bloating"]
    assert view.signs == ""


@pytest.mark.parametrize("edition", ["standard", "large"])
def test_the_report_names_the_sign_on_its_front_page(edition: str) -> None:
    front = pages_in(print_report(viewed(MAN, edition)))[0]
    assert bare(NAMED) in front
    assert bare(NOT_TICKED) not in front


def test_the_easy_report_names_the_sign() -> None:
    asked, words = served().in_language("en-simple"), Localizer("en-simple")
    occasion = replace(OCCASION, edition="large", localizer=words)
    view = patient_view(assess(validate_answers(asked, {**answers_of("W37"), **MAN})), occasion)
    front = pages_in(print_report(view))[0]
    assert bare(NAMED) in front
    assert bare("See a doctor for bad pain or a fever.") in front
    assert bare(NOT_TICKED) not in front


@bloated
def test_the_practitioner_s_page_and_part_name_the_sign(person: Mapping[str, object]) -> None:
    ticked = bare(f"Ticked, without a flag: {SIGN}.")
    found = assessment_with("W37", person)
    assert ticked in pages_in(print_report(sheet_of(found)))[0]
    assert ticked in "".join(pages_in(print_report(patient_view(found, OCCASION))))


def test_a_flag_that_may_hold_is_not_called_none() -> None:
    found = assessment_with("W37", OF_UNKNOWN_AGE)
    page = pages_in(print_report(sheet_of(found)))[0]
    part = "".join(pages_in(print_report(patient_view(found, OCCASION))))
    for printed in (page, part):
        assert bare("May hold (answers are missing): New bloating.") in printed
        assert "onesurelyholds" in printed
        assert "onewasraised" not in printed
    rows = [
        one.row.tier_words for one in bundle_view([sheet_of(found), practice_of("W08")], OCCASION).enclosed
    ]
    assert rows == ["none surely holds", ""]


def test_whatever_is_ticked_the_practitioner_reads_it_and_none_is_said_only_of_none() -> None:
    random = Random(7)  # noqa: S311 - nothing secret
    for _ in range(60):
        person: dict[str, object] = {"age_years": random.choice([None, 30, 49, 50, 80])}
        person["sex"] = random.choice(["male", "female", "prefer_not"])
        labels: list[str] = []
        for name in ("signs_now", "red_flags"):
            question = QUESTIONNAIRE.questions[name]
            signs = [one for one in question.options if not (one.exclusive or one.is_unknown)]
            picked = [one for one in signs if random.random() < random.choice([0, 0.2])]
            person[name] = [one.id for one in picked] or ["none"]
            labels += [one.label for one in picked]
        found = assessment_with("W37", {**person, "pregnant": None})
        sheet = sheet_of(found)
        reasons = "; ".join(reason for flag in sheet.flags for reason in flag.raised_by)
        assert all(label in sheet.ticked or label in reasons for label in labels)
        view = patient_view(found, OCCASION)
        said = " ".join([view.signs, *(notice.id for box in view.safety for notice in box.notices)])
        assert (NOT_TICKED in view.signs) == (not labels and not view.safety)
        assert all(label in said for label in sheet.ticked)


def test_two_visits_compared_name_the_sign_of_the_later_one() -> None:
    old, new = assessment_of("W37"), assessment_with("W37", MAN)
    compared = compare(old, new)
    inside = comparison_view(compared, OCCASION, OCCASION, questionnaires=(QUESTIONNAIRE, QUESTIONNAIRE))
    assert bare(NAMED) in "".join(pages_in(print_report(for_patient(inside, compared, new))))
    assert for_patient(inside, compared, old).signs == ""


@pytest.mark.parametrize("language", ["de", "es", "fr", "zh-Hans", "ar", "de-simple", "fr-simple"])
def test_every_language_names_the_sign_in_its_own_words(language: str) -> None:
    asked = served().in_language(language)
    occasion = replace(OCCASION, localizer=Localizer(language))
    sign = asked.questions["red_flags"].option("bloating").label
    signs = {}
    for name, flags in (("ticked", ["bloating"]), ("none", ["none"])):
        answers = {**answers_of("W37"), **MAN, "red_flags": flags}
        signs[name] = patient_view(assess(validate_answers(asked, answers)), occasion).signs
    assert sign in signs["ticked"]
    assert asked.words["see_doctor"] in signs["ticked"]
    assert signs["none"] == f"{asked.words['no_safety']} {asked.words['see_doctor']}"
    assert asked.words["signs_ticked"] != QUESTIONNAIRE.words["signs_ticked"]
