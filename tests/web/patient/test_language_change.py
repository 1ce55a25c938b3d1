"""A change of language keeps the whole page: what is typed, what is chosen, and what is said to be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.pseudo_language import pseudo_translations
from tests.web.conftest import CLINIC
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.follow_ups import BORN, follow_up
from tests.web.invitations import BY, begin_by, finish, invite
from tests.web.patient.leaving import device_that_left, passphrase_on, typed_age
from tests.web.patient.server_side import sent_by
from tests.web.staff import app_context_of, store_of
from webapp.clinic import Policy
from webapp.storage import Person


def test_what_was_typed_stays_when_the_language_changes_amid_a_section(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Start")
    page = bilingual.press("Deutsch", {"age_years": "44"})
    assert "⁅Continue⁆" in page.text
    assert typed_age(page) == "44"
    page = bilingual.press("English", {"age_years": "45"})
    assert typed_age(page) == "45"


@pytest.mark.parametrize("path", ["/invited", "/come-back"])
def test_words_that_were_typed_stay_when_the_language_changes(bilingual: Device, path: str) -> None:
    bilingual.open(path)
    page = bilingual.press("Deutsch", {"words": "slam stony taps"})
    assert (page.all("html")[0]["lang"], page.value("words")) == ("de", ["slam stony taps"])
    assert not page.problems
    page = bilingual.press("⁅Easy read⁆") if "⁅Easy read⁆" in page.text else bilingual.press("English")
    assert page.value("words") == ["slam stony taps"]


@pytest.mark.parametrize("path", ["/invited", "/come-back"])
def test_where_no_words_are_typed_a_browser_goes_back_to_no_form(bilingual: Device, path: str) -> None:
    bilingual.open(path)
    page = bilingual.press("Deutsch", {"words": " "})
    assert (page.url, page.all("html")[0]["lang"]) == (path, "de")
    assert [one.status_code for one in bilingual.seen[-2:]] == [303, 200]


def test_a_button_on_a_page_that_was_open_for_too_long_is_answered_in_its_language(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Start")
    page = bilingual.press("Deutsch", {"age_years": "44", "csrf_token": "forged"})
    assert (page.status, page.all("html")[0]["lang"]) == (400, "de")
    assert "⁅This page was open for a long time." in page.text
    assert "Press Continue again.⁆" in page.text
    assert typed_age(page) == "44"
    page = bilingual.press("⁅Continue⁆", {"consent": "yes", "sex": "male"})
    assert (page.url, page.all("html")[0]["lang"]) == ("/section/safety", "de")


@pytest.mark.parametrize("path", ["/", "/invited", "/come-back", "/compare"])
def test_so_it_is_on_pages_without_questions(bilingual: Device, path: str) -> None:
    bilingual.open(path)
    page = bilingual.press("Deutsch", {"csrf_token": "forged"})
    assert page.all("html")[0]["lang"] == "de"
    assert bilingual.cookie("language") == "de"


def test_another_site_chooses_no_language(bilingual: Device) -> None:
    answer = bilingual.client.post(
        "/language", data={"language": "de"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, bilingual.cookie("language")) == (303, "")


def test_a_name_for_the_clinic_stays_when_the_language_changes_and_so_does_the_way_back(
    make_app: MakeApp,
) -> None:
    app = make_app(clinic=replace(CLINIC, languages=("de",)), translations=pseudo_translations())
    device = Device(with_practitioner(app, Policy(asks_person=True)))
    device.pass_safety()
    device.press("Continue")
    page = device.press("Deutsch", {"way": "send", "name": "Kim Ray", "number": "CN-7"})
    assert (page.url, page.all("html")[0]["lang"]) == ("/hand-over", "de")
    assert [page.value(each) for each in ("name", "number")] == [["Kim Ray"], ["CN-7"]]
    assert [one.status_code for one in device.seen[-2:]] == [303, 200]  # a browser goes back to no form
    device.press("⁅Continue⁆", {"way": "send"})
    sent = sent_by(device)
    assert sent is not None
    assert sent.person == Person("Kim Ray", "CN-7")


def test_errors_of_a_section_stay_when_the_language_changes(bilingual: Device) -> None:
    bilingual.begin()
    bilingual.open("/section/fibre")
    bilingual.press("Continue", {"veg_per_day": "two"})
    page = bilingual.press("Deutsch")
    assert page.url == "/section/fibre?problems=1"
    assert [one.startswith("⁅Vegetables⁆") for one in page.problems] == [True]
    page = bilingual.press("English", {"veg_per_day": "2"})
    assert (page.problems, page.value("veg_per_day")) == ([], ["2"])
    page = bilingual.press("Deutsch", {"veg_per_day": "two"})
    assert (page.url, len(page.problems)) == ("/section/fibre?problems=1", 1)


def test_answers_that_do_not_fit_are_asked_about_in_the_other_language(bilingual: Device) -> None:
    bilingual.begin()
    bilingual.open("/section/alcohol")
    bilingual.press("Continue", {"audit1": "1"})
    page = bilingual.press("Continue", {"audit2": "0", "audit3": "4"})
    assert "Do these answers fit together?" in page.text
    page = bilingual.press("Deutsch")
    assert "⁅Do these answers fit together?⁆" in page.text
    assert bilingual.press("⁅Continue⁆").url != page.url


@pytest.mark.parametrize("path", ["/invited", "/come-back"])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "⁅Type your six words.⁆"),
        ("garden river yellow planet window summer", "⁅Those words do not match"),
    ],
)
def test_errors_of_words_stay_when_the_language_changes(
    bilingual: Device, path: str, words: str, says: str
) -> None:
    button = "Open my form" if path == "/invited" else "Find my answers"
    bilingual.open(path)
    bilingual.press(button, {"words": words})
    page = bilingual.press("Deutsch")
    assert (page.all("html")[0]["lang"], page.value("words")) == ("de", [words])
    assert says in page.problems[0]
    page = bilingual.press("English", {"words": "slam stony taps"})
    assert bool(page.problems) == bool(words)


def test_the_tick_to_keep_answers_stays_with_an_error_and_in_another_language(bilingual: Device) -> None:
    bilingual.open("/come-back")
    page = bilingual.press("Find my answers", {"keep": "yes", "words": "a b"})
    assert "checked" in page.by_id("keep")
    assert "checked" in bilingual.press("Deutsch").by_id("keep")


def handing_over(make_app: MakeApp) -> Device:
    app = make_app(clinic=replace(CLINIC, languages=("de",)), translations=pseudo_translations())
    device = Device(with_practitioner(app, Policy(asks_person=True)))
    device.pass_safety()
    device.press("Continue")
    return device


@pytest.mark.parametrize("way", ["send", "download"])
def test_the_choice_of_who_gets_answers_stays_when_the_language_changes_and_on_the_way_back(
    make_app: MakeApp, way: str
) -> None:
    device = handing_over(make_app)
    page = device.press("Deutsch", {"way": way, "name": "Kim Ray"})
    assert ["checked" in page.by_id(f"way-{one}") for one in ("send", "download")] == [
        way == one for one in ("send", "download")
    ]
    device.press("⁅Back⁆")
    page = device.press("⁅Continue⁆")
    assert page.url == "/hand-over"
    assert "checked" in page.by_id(f"way-{way}")
    assert page.value("name") == ["Kim Ray"]


def test_nothing_is_chosen_again_once_the_choice_was_followed(make_app: MakeApp) -> None:
    device = handing_over(make_app)
    device.press("Deutsch", {"way": "download"})
    assert device.press("⁅Continue⁆").url == "/result"
    for _ in range(2):
        page = device.open("/hand-over")
        assert not any("checked" in page.by_id(f"way-{one}") for one in ("send", "download"))
        device.press("⁅Continue⁆", {"way": "download"})


def test_a_lacking_choice_is_named_in_the_other_language_until_it_is_made(make_app: MakeApp) -> None:
    device = handing_over(make_app)
    device.press("Continue")
    page = device.press("Deutsch")
    assert page.problems == ["⁅Your choice⁆⁅:⁆ ⁅Please choose one of the two.⁆"]
    page = device.press("English", {"way": "send"})
    assert (page.problems, "checked" in page.by_id("way-send")) == ([], True)


@pytest.mark.parametrize("path", ["/again", "/compare"])
def test_the_language_is_changed_on_pages_of_files_and_the_page_stays(bilingual: Device, path: str) -> None:
    bilingual.open(path)
    bilingual.press(
        next(
            one["words"]
            for one in bilingual.page.all("button")
            if one.get("class") == "button button-primary"
        )
    )
    page = bilingual.press("Deutsch")
    assert (page.url, page.all("html")[0]["lang"]) == (path, "de")


def test_the_year_of_birth_and_what_is_wrong_with_it_stay_and_cost_no_try(make_app: MakeApp) -> None:
    clock = Clock()
    clinic = replace(CLINIC, languages=("de",))
    app = with_practitioner(make_app(clinic=clinic, clock=clock, translations=pseudo_translations()))
    about, device = follow_up(app, clock)
    device.press("Start", {"year": "1950"})
    page = device.press("Deutsch")
    assert (page.all("html")[0]["lang"], page.value("year")) == ("de", ["1950"])
    assert "⁅This year does not fit." in page.problems[0]
    assert device.press("English", BORN).value("year") == list(BORN.values())
    (made,) = store_of(app).patient_invitations.for_submission(about, app_context_of(app).clock())
    assert made.wrong_years == 1
    assert device.press("Start", BORN).url.startswith("/section/")


def test_words_stay_on_a_device_that_holds_other_answers(make_app: MakeApp) -> None:
    app = make_app(clinic=replace(CLINIC, languages=("de",)), translations=pseudo_translations())
    left, other = device_that_left(app), Device(app)
    other.begin()
    other.open("/come-back")
    words = passphrase_on(left)
    other.press("Find my answers", {"words": words})
    assert other.page.h1 == ["There are other answers on this device"]
    page = other.press("Deutsch")
    assert (page.all("html")[0]["lang"], page.value("words")) == ("de", [words])


def test_what_was_to_be_sent_by_an_invitation_is_not_chosen_without_it(make_app: MakeApp) -> None:
    app = with_practitioner(
        make_app(clinic=replace(CLINIC, languages=("de",)), translations=pseudo_translations())
    )
    invitation = invite(app)
    device = begin_by(app, invitation)
    finish(device)
    store_of(app).patient_invitations.withdraw(invitation.id, BY, app_context_of(app).clock())
    page = device.press("Deutsch", {"way": "send"})
    assert "⁅The clinic took your invitation back." in page.text
    assert not any("checked" in page.by_id(f"way-{one}") for one in ("send", "download"))
    page = device.press("English", {"way": "send"})
    assert "checked" in page.by_id("way-send")
