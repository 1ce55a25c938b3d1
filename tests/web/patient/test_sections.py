"""Sections, one a page: what is asked, follow-ups, and going back."""

from __future__ import annotations

import pytest

from tests.web.device import PASSED, Device
from tests.web.fakes import MakeApp
from webapp.clinic import Clinic


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
    assert "About 7 minutes left" in device.page.text


def test_follow_ups_are_asked_before_the_next_section(device: Device) -> None:
    device.begin()
    page = device.press(
        "Continue",
        {"signs_now": "none", "red_flags": "none", "conditions": ["coeliac"], "medicines": ["nsaid"]},
    )
    assert page.h1 == ["A few more questions: Safety first"]
    assert page.shown == ["coeliac_gluten_free", "nsaid_days_per_week"]
    assert device.press("Continue", {"coeliac_gluten_free": "yes"}).url == "/section/fibre"


def test_follow_ups_may_make_more_follow_ups_due(device: Device) -> None:
    device.begin()
    device.open("/section/alcohol")
    assert device.press("Continue", {"audit1": "4"}).shown == ["audit2", "audit3"]
    page = device.press("Continue", {"audit2": "3", "audit3": "2"})
    assert page.h1 == ["One more question: Signs after stopping drinking"]
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
    device.press("Continue", {"signs_now": "none", "red_flags": "none", "medicines": ["nsaid"]})
    device.press("Continue", {"nsaid_days_per_week": "3"})
    page = device.open("/section/safety")
    assert page.shown == ["signs_now", "red_flags", "conditions", "medicines", "nsaid_days_per_week"]
    assert page.value("nsaid_days_per_week") == ["3"]


def test_the_page_of_follow_ups_is_still_there_when_the_browser_goes_back(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": "none", "red_flags": "none", "medicines": ["nsaid"]})
    device.press("Continue", {"nsaid_days_per_week": "3"})
    assert device.open("/section/safety/more").shown == ["nsaid_days_per_week"]


def test_a_page_of_follow_ups_without_any_is_the_section(device: Device) -> None:
    device.begin()
    assert device.open("/section/fibre/more").url == "/section/fibre"


def test_everything_else_can_be_skipped(device: Device) -> None:
    device.begin()
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
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
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
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
