"""One section a page: follow-ups, errors, and going to and fro."""

from __future__ import annotations

import pytest

from tests.web.device import PASSED, Device
from tests.web.fakes import MakeApp
from webapp.clinic import Clinic

ARABIC = "\u0664\u0661\u066b\u0665"
"""41.5, with the digits and the decimal mark of Arabic."""


@pytest.mark.no_cover
def test_a_new_patient_comes_to_the_first_section_with_nothing_ticked(device: Device) -> None:
    device.open("/")
    page = device.press("Start")
    assert page.url == "/section/about_you"
    assert "Section 1 of 11" in page.text
    assert not any("checked" in one for one in page.all("input"))


def test_no_other_section_is_shown_before_the_one_that_asks_for_consent(device: Device) -> None:
    device.open("/")
    device.press("Start")
    assert device.open("/section/alcohol").url == "/section/about_you"
    device.press("Continue", PASSED)
    assert device.open("/section/alcohol").url == "/section/alcohol"


def test_a_section_that_was_answered_leads_to_the_next(device: Device) -> None:
    assert device.begin().url == "/section/safety"
    assert "About 6 minutes left" in device.page.text


def test_follow_ups_are_asked_before_the_next_section(device: Device) -> None:
    device.begin()
    page = device.press("Continue", {"red_flags": "none", "conditions": ["coeliac"], "medicines": ["nsaid"]})
    assert page.h1 == ["A few more questions"]
    assert page.shown == ["coeliac_gluten_free", "nsaid_days_per_week"]
    assert device.press("Continue", {"coeliac_gluten_free": "yes"}).url == "/section/fibre"


def test_follow_ups_may_make_more_follow_ups_due(device: Device) -> None:
    device.begin()
    device.open("/section/alcohol")
    assert device.press("Continue", {"audit1": "4"}).shown == ["audit2", "audit3"]
    page = device.press("Continue", {"audit2": "3", "audit3": "2"})
    assert page.h1 == ["One more question"]
    assert page.shown == ["alcohol_withdrawal"]


def test_a_question_waits_until_those_that_decide_it_were_on_a_page(device: Device) -> None:
    device.open("/")
    assert "pregnant" not in device.press("Start").shown
    assert "pregnant" not in device.press("Continue").shown
    assert device.press("Continue", PASSED | {"sex": "female"}).shown == ["pregnant"]


def test_an_answer_that_cannot_be_read_makes_no_follow_up_due(device: Device) -> None:
    device.begin()
    device.open("/section/vitamin_d")
    page = device.press("Continue", {"vitd_test": "perhaps"})
    assert page.shown == ["vitd_test", "vitd_supplement"]
    assert page.problems == ["Vitamin D test: Choose from the answers on this page."]


def test_a_section_that_is_visited_again_shows_its_follow_ups_in_order(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": "none", "medicines": ["nsaid"]})
    device.press("Continue", {"nsaid_days_per_week": "3"})
    page = device.open("/section/safety")
    assert page.shown == ["red_flags", "conditions", "medicines", "nsaid_days_per_week"]
    assert page.value("nsaid_days_per_week") == ["3"]


def test_the_page_of_follow_ups_is_still_there_when_the_browser_goes_back(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": "none", "medicines": ["nsaid"]})
    device.press("Continue", {"nsaid_days_per_week": "3"})
    assert device.open("/section/safety/more").shown == ["nsaid_days_per_week"]


def test_a_page_of_follow_ups_without_any_is_the_section(device: Device) -> None:
    device.begin()
    assert device.open("/section/fibre/more").url == "/section/fibre"


def test_a_required_question_stays_until_it_has_an_answer(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Continue", {"consent": "yes"})
    assert page.title.startswith("Error: About you")
    assert page.problems == [
        "Age: Type a number, or tick “Prefer not to say”.",
        "Sex at birth: Choose an answer. We need this one to go on.",
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


@pytest.mark.no_cover
@pytest.mark.parametrize("typed", ["16", "-1", "1.25", "1e1", "0x1", "²", "1\x002", "9" * 500, "⅓", "2 3"])
def test_a_number_that_cannot_be_is_kept_and_explained(device: Device, typed: str) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": typed})
    assert "Vegetables: Type a number from 0 to 15, in digits. Halves are fine, such as 1.5." in page.problems
    assert page.value("veg_per_day")[0].replace("\N{REPLACEMENT CHARACTER}", "\x00") == typed[:100]


WANTED = "Type a number from 0 to 15, in digits. Halves are fine, such as 1.5."


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,000", "Type the number without a mark for thousands: 1000, not 1,000."),
        ("1.000", "Type the number without a mark for thousands: 1000, not 1,000."),
        ("1\N{NO-BREAK SPACE}000", "Type the number without a mark for thousands: 1000, not 1,000."),
        ("2-3", "Type one number. For 2 to 3, type 2.5."),
        ("1 to 1.5", "Type one number only. A good guess is fine."),
        ("4+", "Type one number only, without other signs. A good guess is fine."),
        ("two", WANTED),
        ("3 cups", "Type only the number, without words. It counts as handfuls/day."),
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


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("½", "0.5 handfuls/day"),
        ("1½", "1.5 handfuls/day"),
        ("1/2", "0.5 handfuls/day"),
        ("1,5", "1.5 handfuls/day"),
        ("1", "1 handful/day"),
        ("\u200e1\u200f", "1 handful/day"),
        ("\ufeff1", "1 handful/day"),
        ("\N{THIN SPACE}1\N{NO-BREAK SPACE}", "1 handful/day"),
        ("\uff11\uff0e\uff15", "1.5 handfuls/day"),
        ("3 handfuls", "3 handfuls/day"),
    ],
)
def test_halves_units_and_unseen_signs_are_read(device: Device, typed: str, words: str) -> None:
    device.begin()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": typed})
    assert f"Vegetables {words}" in device.open("/check").text


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("typed", "words"), [("41,5", "41.5"), ("41.5", "41.5"), (ARABIC, "41.5"), (" 42 ", "42")]
)
def test_decimal_marks_and_digits_of_many_scripts_are_read(device: Device, typed: str, words: str) -> None:
    device.begin()
    device.open("/section/vitamin_d")
    device.press("Continue", {"vitd_test": "yes"})
    device.press("Continue", {"vitd_value": typed, "vitd_unit": "nmol"})
    assert words in device.open("/check").text


def test_a_number_that_is_too_fine_is_explained(device: Device) -> None:
    device.begin()
    device.open("/section/vitamin_d")
    device.press("Continue", {"vitd_test": "yes"})
    page = device.press("Continue", {"vitd_value": "41.55"})
    assert page.problems == ["Vitamin D number: Type no more than 1 digit after the comma or point."]


def test_bounds_follow_the_answer_beside_them(device: Device) -> None:
    device.begin()
    device.open("/section/blood_sugar")
    device.press("Continue", {"diabetes": "type2"})
    device.press("Continue", {"glucose_kind": "a1c_pct"})
    page = device.press("Continue", {"glucose_value": "61"})
    assert page.problems[0] == (
        "Sugar test number: Type a number from 3 to 20, in digits. Your number would fit “HbA1c in mmol/mol”"
        " or “Fasting sugar in mg/dL”: if that is the unit, change “Which sugar test”."
    )
    page = device.press("Continue", {"glucose_value": "900"})
    assert page.problems == ["Sugar test number: Type a number from 3 to 20, in digits."]
    device.press("Continue", {"glucose_value": "61"})
    device.open("/section/blood_sugar")
    assert device.press("Continue", {"glucose_kind": "a1c_mmol"}).url == "/section/gut_and_body"


def test_an_error_among_follow_ups_shows_the_follow_ups_again(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": "none", "medicines": ["nsaid"]})
    page = device.press("Continue", {"nsaid_days_per_week": "8"})
    assert page.url == "/section/safety/more?problems=1"
    assert page.shown == ["nsaid_days_per_week"]
    assert page.value("nsaid_days_per_week") == ["8"]


def test_a_number_beside_a_ticked_not_sure_is_asked_about(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": ["2", "unsure"]})
    assert page.problems == [
        "Vegetables: You typed a number and ticked “Not sure”. Keep only one of the two."
    ]


def test_a_word_beside_a_ticked_not_sure_is_called_no_number(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": ["two", "unsure"]})
    assert page.problems == [
        "Vegetables: You typed something and ticked “Not sure”. Keep only one of the two."
    ]


def test_none_of_these_beside_another_tick_is_asked_about(device: Device) -> None:
    device.begin()
    page = device.press("Continue", {"red_flags": ["fever", "none"]})
    assert page.problems == [
        "Safety signs: You ticked “None of these” and another answer. Untick the one that does not fit."
    ]
    assert page.value("red_flags") == ["fever", "none"]


@pytest.mark.no_cover
def test_everything_else_can_be_skipped(device: Device) -> None:
    device.begin()
    device.press("Continue", {"red_flags": "none"})
    while device.page.url.startswith("/section/"):
        assert device.press("Continue").status == 200
    assert device.page.url == "/check"


def test_back_keeps_what_was_typed_even_if_it_is_wrong(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    assert device.press("Back", {"veg_per_day": "lots", "fruit_per_day": "2"}).url == "/section/safety"
    page = device.open("/section/fibre")
    assert page.value("veg_per_day") == ["lots"]
    assert page.value("fruit_per_day") == ["2"]
    assert not page.problems


def test_back_from_the_first_section_is_the_first_page(device: Device) -> None:
    device.open("/")
    device.press("Start")
    page = device.press("Back", {"age_years": "33"})
    assert page.url == "/"
    assert "Go on where you stopped" in page.text


def test_a_region_that_the_clinic_fixed_is_not_asked(device: Device) -> None:
    device.open("/")
    assert "region" not in device.press("Start").shown


def test_without_a_region_of_the_clinic_it_is_asked(make_app: MakeApp) -> None:
    device = Device(make_app(clinic=Clinic()))
    device.open("/")
    assert "region" in device.press("Start").shown


def test_self_harm_is_asked_only_where_the_clinic_is_ready_for_it(device: Device, make_app: MakeApp) -> None:
    elsewhere = Device(make_app())
    assert "self_harm" in _asked_under_stress(device)
    assert "self_harm" not in _asked_under_stress(elsewhere)


def _asked_under_stress(device: Device) -> list[str]:
    device.begin()
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", {"phq4_1": "3", "phq4_2": "3", "phq4_3": "3", "phq4_4": "3"})
    return device.open("/section/stress").shown


def test_an_unknown_section_is_not_found(device: Device) -> None:
    device.begin()
    assert device.open("/section/liver").status == 404


PREGNANCY = "Diabetes in this pregnancy"


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ({"sex": "male"}, False),
        ({"sex": "female", "pregnant": "no"}, False),
        ({"sex": "female", "pregnant": "yes"}, True),
        ({"sex": "female", "pregnant": "not_sure"}, True),
        ({"sex": "female"}, True),
        ({"sex": "prefer_not", "pregnant": "prefer_not"}, True),
    ],
)
def test_an_answer_is_offered_to_whom_it_may_fit(device: Device, who: dict[str, str], offered: bool) -> None:
    device.open("/")
    device.press("Start")
    device.press("Continue", {**PASSED, **who})
    if "pregnant" in device.page.shown:
        device.press("Continue", {"pregnant": who.get("pregnant", "")} if "pregnant" in who else {})
    assert (PREGNANCY in device.open("/section/blood_sugar").text) == offered


def test_an_answer_that_was_given_stays_on_the_page_that_would_not_offer_it(device: Device) -> None:
    device.open("/")
    device.press("Start")
    device.press("Continue", {**PASSED, "sex": "female"})
    device.press("Continue", {"pregnant": "yes"})
    device.open("/section/blood_sugar")
    device.press("Continue", {"diabetes": "gestational"})
    device.open("/section/about_you")
    device.press("Continue", {"pregnant": "no"})
    page = device.open("/section/blood_sugar")
    assert PREGNANCY in page.text
    assert page.value("diabetes") == ["gestational"]
    assert PREGNANCY in device.open("/check").text
