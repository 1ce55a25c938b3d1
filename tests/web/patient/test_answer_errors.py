"""Answers that cannot be taken: what is read, what is refused, and what the message says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.conftest import CLINIC
from tests.web.device import PASSED, Device
from tests.web.fakes import MakeApp

ARABIC = "\u0664\u0661\u066b\u0665"
"""41.5, with the digits and the decimal mark of Arabic."""


def test_a_required_question_stays_until_it_has_an_answer(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Continue", {"consent": "yes"})
    assert page.title.startswith("Error: About you")
    assert page.problems == [
        "Age: Type a number, or tick “I'd rather not say”.",
        "Sex at birth: Please choose an answer so that you can continue.",
    ]
    assert device.press("Continue", PASSED | {"age_years": ["", "unsure"]}).url == "/section/safety"


def test_an_error_comes_first_and_takes_the_focus(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Continue")
    summary = next(one for _, one in page.tags if one.get("role") == "alert")
    assert summary["tabindex"] == "-1"
    assert "autofocus" in summary
    assert page.text.index("There is a problem") < page.text.index("About you")


def test_a_field_with_a_problem_is_tied_to_its_message(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Continue", {"age_years": "many"})
    assert page.by_id("q-age_years")["aria-invalid"] == "true"
    assert page.by_id("q-age_years")["aria-describedby"] == "q-age_years-wrong q-age_years-help"
    group = next(one for one in page.all("fieldset") if one.get("aria-labelledby") == "q-sex-asks")
    assert group["aria-invalid"] == "true"
    assert group["aria-describedby"] == "q-sex-wrong q-sex-help"


@pytest.mark.parametrize("typed", ["16", "-1", "1.25", "1e1", "0x1", "²", "1\x002", "9" * 500, "⅓", "2 3"])
def test_a_number_that_cannot_be_is_kept_and_explained(device: Device, typed: str) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": typed})
    assert [problem.split(":")[0] for problem in page.problems] == ["Vegetables"]
    assert page.value("veg_per_day")[0].replace("\N{REPLACEMENT CHARACTER}", "\x00") == typed[:100]


MARKED = "Enter a number from 0 to 15, without a mark for thousands."
WANTED = "Enter a number from 0 to 15. Halves are fine, for example 1.5. If it varies, give your best guess."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,000", MARKED),
        ("1.000", MARKED),
        ("1\N{NO-BREAK SPACE}000", MARKED),
        ("2-3", "Type one number. For 2 to 3, type 2.5."),
        ("1 to 1.5", "Type one number only. A good guess is fine."),
        ("4+", "Type one number only, without other signs. A good guess is fine."),
        ("two", WANTED),
        ("16", f"You typed 16 handfuls a day. {WANTED}"),
        ("1 in 2 days", "Type one number only. A good guess is fine."),
        ("1.25", "Enter a number from 0 to 15. Only whole numbers and halves count, for example 1.5."),
        ("\u2153", "Enter a number from 0 to 15. Only whole numbers and halves count, for example 1.5."),
        ("3 cups", "Type only the number, without words. It counts as handfuls a day."),
    ],
)
def test_each_way_to_write_has_its_own_advice(device: Device, typed: str, said: str) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": typed})
    assert page.problems == [f"Vegetables: {said}"]


def test_a_laboratory_value_is_typed_without_its_unit_and_is_not_guessed(device: Device) -> None:
    device.begin()
    device.open("/section/vitamin_d")
    device.press("Continue", {"vitd_test": "yes"})
    page = device.press("Continue", {"vitd_value": "75 nmol/L"})
    assert page.problems == [
        "Vitamin D number: Type only the number, without words and without a unit.",
    ]
    page = device.press("Continue", {"vitd_value": "30-40"})
    assert page.problems == ["Vitamin D number: Type one number only."]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("½", "0.5 handfuls a day"),
        ("1½", "1.5 handfuls a day"),
        ("1/2", "0.5 handfuls a day"),
        ("1,5", "1.5 handfuls a day"),
        ("1", "1 handful a day"),
        ("\u200e1\u200f", "1 handful a day"),
        ("\ufeff1", "1 handful a day"),
        ("\N{THIN SPACE}1\N{NO-BREAK SPACE}", "1 handful a day"),
        ("\uff11\uff0e\uff15", "1.5 handfuls a day"),
        ("3 handfuls", "3 handfuls a day"),
    ],
)
def test_halves_units_and_unseen_signs_are_read(device: Device, typed: str, words: str) -> None:
    device.begin()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": typed})
    assert f"Vegetables {words}" in device.open("/check").text


@pytest.mark.parametrize(
    ("typed", "words"), [("41,5", "41.5"), ("41.5", "41.5"), (ARABIC, "41.5"), (" 42 ", "42")]
)
def test_decimal_marks_and_digits_of_many_scripts_are_read(device: Device, typed: str, words: str) -> None:
    device.begin()
    device.open("/section/vitamin_d")
    device.press("Continue", {"vitd_test": "yes"})
    device.press("Continue", {"vitd_value": typed, "vitd_unit": "nmol"})
    assert words in device.open("/check").text


def test_numbers_of_a_page_are_written_by_the_language_whatever_the_country(make_app: MakeApp) -> None:
    app = make_app(clinic=replace(CLINIC, language="es", region="US"))
    device = Device(app)
    device.open("/")
    device.press("Empezar")
    device.press("Continuar", PASSED)
    device.open("/section/fibre")
    page = device.press("Continuar", {"veg_per_day": "muchas"})
    assert "por ejemplo 1,5." in page.problems[0]
    device.press("Continuar", {"veg_per_day": "2.5"})
    assert "Verduras 2,5 puñados al día" in device.open("/check").text


def test_a_number_that_is_too_fine_is_explained(device: Device) -> None:
    device.begin()
    device.open("/section/vitamin_d")
    device.press("Continue", {"vitd_test": "yes"})
    page = device.press("Continue", {"vitd_value": "41.55"})
    assert page.problems == ["Vitamin D number: Use 1 decimal place at most, for example 41.5."]


def test_bounds_follow_the_answer_beside_them(device: Device) -> None:
    device.begin()
    device.open("/section/blood_sugar")
    device.press("Continue", {"diabetes": "not_sure", "glucose_kind": "a1c_pct"})
    page = device.press("Continue", {"glucose_value": "61"})
    assert page.problems[0] == (
        "Sugar test number: 61 does not fit “HbA1c in %”. Is it “HbA1c in mmol/mol” or "
        "“Fasting sugar in mg/dL”? Then change “Which sugar test”. If not: Enter a number from 3 to 20."
    )
    page = device.press("Continue", {"glucose_value": "900"})
    assert page.problems == ["Sugar test number: Enter a number from 3 to 20."]
    device.press("Continue", {"glucose_value": "61"})
    device.open("/section/blood_sugar")
    assert "notice?section=blood_sugar" in device.press("Continue", {"glucose_kind": "a1c_mmol"}).url


def test_an_error_among_follow_ups_shows_the_follow_ups_again(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": "none", "red_flags": "none", "medicines": ["nsaid"]})
    page = device.press("Continue", {"nsaid_days_per_week": "8"})
    assert page.url == "/section/safety/more?problems=1"
    assert page.shown == ["nsaid_days_per_week"]
    assert page.value("nsaid_days_per_week") == ["8"]


def test_a_number_beside_a_ticked_not_sure_is_asked_about(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": ["2", "unsure"]})
    assert page.problems == [
        "Vegetables: You entered a number and also ticked “Not sure”. Please keep just one."
    ]


def test_a_word_beside_a_ticked_not_sure_is_called_no_number(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": ["two", "unsure"]})
    assert page.problems == [
        "Vegetables: You typed something and also ticked “Not sure”. Please keep just one."
    ]


def test_none_of_these_beside_another_tick_is_asked_about(device: Device) -> None:
    device.begin()
    page = device.press("Continue", {"signs_now": ["fever", "none"], "red_flags": "none"})
    assert page.problems == [
        "Signs now: You ticked “None of these” as well as something else. Please untick one."
    ]
    assert page.value("signs_now") == ["fever", "none"]
