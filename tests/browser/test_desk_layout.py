"""The desk in a real browser: pages that fit their screen, and columns that keep their words apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import SIDEWAYS, too_wide
from tests.browser.axe import faults_day_and_night
from tests.browser.desk_browser import Desk, desk
from tests.browser.page_tour import Modes, fill, hand_over, press_first
from tests.web.staff import store_of
from tests.web.submissions import case, kept, send
from webapp.plan import AgreedChange, Plan
from webapp.storage import KioskConfig

pytestmark = pytest.mark.browser

PHONE: Modes = {"viewport": {"width": 390, "height": 844}}


def tour(at: Desk) -> Iterator[str]:
    """Every page of the desk, in turn."""
    page = at.page
    page.goto("/desk")
    yield "empty desk"
    at.clock.put_on(days=-30)
    first = send(at.app, {**case("S01"), "veg_per_day": None}, name="Amira Haddad", number="1042")
    at.clock.put_on(days=30)
    second = send(at.app, case("W10"), number="1042")
    for address in (
        "/desk",
        "/desk?tab=closed",
        f"/desk/{first}",
        f"/desk/{second}?done=note",
        f"/desk/{second}/plan",
        f"/desk/{second}/visits",
        f"/desk/{second}/compare/{first}",
        f"/desk/{first}?tab=all&flag=any",
        "/desk?flag=none&day=week&order=safety",
        "/desk/many",
        "/desk/files",
        "/desk/paper",
        f"/desk/{first}/delete",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        yield address
    page.get_by_role("button", name="Delete for good").click()
    yield "mistyped"
    page.goto(f"/desk/{second}/plan")
    page.locator("summary", has_text="In my own words (1)").click()
    page.locator("#measured-1").fill("every day")
    page.get_by_role("button", name="Save the plan").click()
    yield "refused plan"
    yield from asked_again(at, second)
    page.goto("/desk")
    page.keyboard.press("?")
    yield "keys"


def asked_again(at: Desk, about: str) -> Iterator[str]:
    """The pages of a follow-up: of its plan and invitation, of the patient, and what became of the plan."""
    page, store = at.page, store_of(at.app)
    beans = AgreedChange(words="Beans", measured="3 times a week", about=("legumes_per_week",))
    assert store.plans.save(
        about, kept(at.app, about).version, Plan(agreed=(beans,)), "practitioner 1", at.clock()
    )
    page.goto(f"/desk/{about}/plan?done=saved")
    yield "saved plan"
    page.goto(f"/desk/{about}/ask-again")
    page.get_by_role("button", name="Make the slip").click()
    yield "asked again"
    (invitation,) = store.patient_invitations.for_submission(about, at.clock())
    for address in ("/invitations", f"/invitations/{invitation.id}", f"/invited/{invitation.invitee.token}"):
        page.goto(address)
        yield address
    page.fill("#year", str(at.clock().year - int(case("W10")["age_years"])))
    yield "year of birth"
    press_first(page)
    while "/check" not in page.url:
        if "/notice" not in page.url:
            fill(page)
        yield page.url.split("/", 3)[3]
        press_first(page)
    yield "check of a follow-up"
    hand_over(page, "send")
    yield "result of a follow-up"
    found = store.patient_invitations.get(invitation.id, at.clock())
    assert found
    for address in (f"/desk/{found.reference}", f"/desk/{found.reference}/compare/{about}"):
        page.goto(address)
        yield address


def test_every_page_of_the_desk_is_fit_for_a_phone_a_small_screen_and_the_dark(
    chromium: Browser, tmp_path: Path
) -> None:
    found = []
    with desk(chromium, tmp_path, PHONE) as at:
        for name in tour(at):
            found += faults_day_and_night(at.page, name) + too_wide(at.page, name)
    assert not found, "\n".join(found)


LONG = "Wolfeschlegelsteinhausenbergerdorff" * 6


@pytest.mark.parametrize("modes", [PHONE, {"viewport": {"width": 1280, "height": 800}}])
def test_a_name_of_two_hundred_letters_widens_no_page(
    chromium: Browser, tmp_path: Path, modes: Modes
) -> None:
    found = []
    with desk(chromium, tmp_path, modes, role="manager") as at:
        at.clock.put_on(days=-30)
        first = send(at.app, case("S01"), name=LONG, number="N" * 40)
        at.clock.put_on(days=30)
        second = send(at.app, case("W10"), name=LONG, number="N" * 40)
        store, now = store_of(at.app), at.clock()
        kiosk = store.kiosks.create(KioskConfig(LONG, LONG), "command", now)
        store.kiosks.raise_flag(kiosk, now)
        store.practitioners.create(LONG, LONG, "practitioner", "command", now)
        for address in (
            "/desk",
            "/front-desk",
            f"/desk/{second}",
            f"/desk/{second}/visits",
            f"/desk/{second}/compare/{first}",
            f"/desk/{second}/delete",
            "/kiosks",
            f"/kiosks/{kiosk}",
            "/people",
            "/log",
        ):
            at.page.goto(address)
            found += [address] if at.page.evaluate(SIDEWAYS) > 0 else []
            found += too_wide(at.page, address)
    assert found == []


def test_at_the_front_desk_a_long_name_leaves_the_other_columns_their_room(
    chromium: Browser, tmp_path: Path
) -> None:
    wide: Modes = {"viewport": {"width": 1280, "height": 800}}
    with desk(chromium, tmp_path, wide, role="front_desk") as at:
        send(at.app, case("W10"), name=LONG, number="N" * 40)
        at.page.goto("/front-desk")
        (sent,) = at.page.locator("tbody time").all()
        box = sent.bounding_box()
        assert box
        assert box["height"] < 1.5 * 24, "the time of sending takes one line"


PAST_ITS_CELL = """[...document.querySelectorAll('.desk-table td')]
  .filter(cell => cell.checkVisibility() && cell.scrollWidth > cell.clientWidth)
  .map(cell => cell.innerText)"""


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "zh-Hans"])
def test_no_word_of_the_desk_runs_into_the_next_column(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    wide: Modes = {"viewport": {"width": 1440, "height": 900}}
    with desk(chromium, tmp_path, wide, language=language) as at:
        reference = send(at.app, case("S01"))
        at.page.goto("/desk")
        expect(at.page.locator(f"#row-{reference}")).to_be_visible()
        assert at.page.evaluate(PAST_ITS_CELL) == []


def test_a_note_without_scripts_is_kept(chromium: Browser, tmp_path: Path) -> None:
    with desk(chromium, tmp_path, {**PHONE, "java_script_enabled": False}) as at:
        reference = send(at.app)
        at.page.goto(f"/desk/{reference}")
        at.page.fill("#note", "Call on Tuesday")
        at.page.get_by_role("button", name="Save the note").click()
        expect(at.page.get_by_role("status")).to_have_text("The note is saved.")
        expect(at.page.locator("#note")).to_have_value("Call on Tuesday")


@pytest.mark.parametrize("language", ["de", "fr"])
def test_invitations_fit_a_small_screen_with_letters_twice_as_large(
    chromium: Browser, tmp_path: Path, language: str
) -> None:
    small: Modes = {"viewport": {"width": 320, "height": 568}}
    with desk(chromium, tmp_path, small, language=language) as at:
        at.page.goto("/invitations")
        at.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not at.page.evaluate(SIDEWAYS)
