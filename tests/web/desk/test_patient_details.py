"""Whose a submission is: named at the desk; and what the front desk may print of it."""

from __future__ import annotations

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import BLEEDS, acts, kept, send
from webapp.storage import Person


def test_a_name_and_a_number_are_added_found_and_stand_in_the_head(make_app: MakeApp) -> None:
    app = make_app()
    before, reference = send(app, number="1003"), send(app)
    device = signed_in(app)
    page = device.open(f"/desk/{reference}")
    assert page.h1 == [reference]
    page = device.press("Save name and number", {"name": "  Fatima   Khan ", "number": "1003"})
    assert "The name and the number are kept." in page.text
    assert page.h1 == ["Fatima Khan"]
    assert f"{reference} , No. 1003 · 40 years · Male" in page.text
    assert kept(app, reference).person == Person("Fatima Khan", "1003")
    assert kept(app, reference).patient == kept(app, before).patient
    assert ("practitioner 1", "named") in acts(app, reference)
    log = signed_in(app, "manager", "ada").open("/log").text
    assert "changed the name or number of answers" in log
    assert "Khan" not in log
    assert "1003" not in log


def test_of_two_who_name_at_the_same_time_the_second_is_told(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, name="Fatma Kahn")
    one, other = signed_in(app), signed_in(app, login="kim")
    for device in (one, other):
        device.open(f"/desk/{reference}")
    one.press("Save name and number", {"name": "Fatima Khan"})
    page = other.press("Save name and number", {"name": "Fatma Khan"})
    assert page.status == 409
    assert page.h1 == ["Fatima Khan"]
    assert page.value("name") == ["Fatma Khan"]
    assert other.press("Save name and number").h1 == ["Fatma Khan"]


def test_a_forged_form_names_and_releases_nothing(make_app: MakeApp) -> None:
    app = make_app()
    reference, device = send(app), signed_in(app)
    for act in ("person", "release"):
        data = {"name": "Eve", "do": "release"}
        assert device.client.post(f"/desk/{reference}/{act}", data=data).status_code == 400
    assert (kept(app, reference).person, kept(app, reference).released_at) == (Person(), None)


def listed(app_device: Device, at: str = "/desk?tab=open&order=safety") -> list[str]:
    page = app_device.open(at)
    return [one["id"].removeprefix("row-") for one in page.all("a") if one.get("id", "").startswith("row-")]


def test_one_goes_through_the_list_as_it_was_asked_for(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    urgent = send(app, BLEEDS)
    clock.put_on(hours=1)
    first = send(app)
    clock.put_on(hours=1)
    second, device = send(app), signed_in(app)
    assert listed(device) == [urgent, second, first]
    page = device.open(page_of(device, urgent))
    assert "before" not in page.ids
    page = device.open(page.link("Next"))
    assert page.url.startswith(f"/desk/{second}?")
    assert device.open(page.link("Previous")).url.startswith(f"/desk/{urgent}?")
    page = device.press("Close, and open the next")
    assert page.url.startswith(f"/desk/{second}?")
    assert "The one before is closed." in page.text
    assert kept(app, urgent).state == "closed"
    device.press("Close, and open the next")
    page = device.press("Close, and open the next")
    assert page.url.startswith("/desk?tab=open&order=safety")
    assert "There is none after it in this list." in page.text


def page_of(device: Device, reference: str) -> str:
    return next(one["href"] for one in device.page.all("a") if one.get("id") == f"row-{reference}")


def test_whatever_is_done_to_a_submission_keeps_the_list_that_it_was_opened_from(make_app: MakeApp) -> None:
    app = make_app()
    reference, device = send(app), signed_in(app)
    device.open("/desk?tab=all&day=today")
    for button in ("Save the note", "Save name and number", "Let the front desk print", "Close it"):
        device.open(f"/desk/{reference}?tab=all&day=today")
        assert device.press(button).link("Back to the desk") == "/desk?tab=all&day=today"


def test_a_report_is_released_and_taken_back(make_app: MakeApp) -> None:
    app = make_app()
    reference, device = send(app), signed_in(app)
    device.open(f"/desk/{reference}")
    assert (
        "The front desk can print the patient’s report now." in device.press("Let the front desk print").text
    )
    assert kept(app, reference).released_at == app_context_of(app).clock()
    device.press("Take it back from the front desk")
    assert kept(app, reference).released_at is None
    token = device.page.value("csrf_token")[0]
    assert device.client.post(f"/desk/{reference}/release", data={"csrf_token": token}).status_code == 400
