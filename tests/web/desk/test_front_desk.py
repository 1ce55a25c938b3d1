"""The front desk: it sees who sent answers, and nothing of the answers."""

from __future__ import annotations

import pytest

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.kiosk.tablet import tablet
from tests.web.staff import (
    account,
    account_with_password,
    app_context_of,
    signed_in,
    store_of,
    submit_password,
)
from tests.web.submissions import BLEEDS, acts, kept, send
from webapp.clinic import Policy


def sent(device: Device, name: str = "Zoë Łęcka") -> str:
    """The code of somebody who sent answers with a name."""
    device.pass_safety()
    page = device.hand_over(typing={"name": name, "number": "1004"})
    return page.text.split("Your code for the desk: ")[1][:7]


def test_it_comes_to_its_own_list_and_sees_who_sent_answers(make_app: MakeApp) -> None:
    app = make_app()
    account_with_password(app, "fay", "front_desk")
    account_with_password(app)
    settings = store_of(app).clinic_settings
    settings.save_policy(
        Policy(asks_person=True), settings.policy_version, "command", app_context_of(app).clock()
    )
    code = sent(Device(app))
    page = submit_password(desk := Device(app), "fay")
    assert (page.url, page.h1) == ("/front-desk", ["Front desk"])
    assert code in page.text
    assert "1004" in page.text
    assert [one["words"] for one in page.all("nav")] == ["Front desk Paper Invitations Kiosks My account"]
    assert {one["href"] for one in page.all("a") if one["href"].startswith("/desk")} == {"/desk/paper"}
    refused = desk.open(f"/desk/{code}")
    assert refused.status == 403
    assert "It opens no answers" in refused.text


def test_who_signs_in_after_a_practitioner_is_not_led_to_a_page_that_is_not_for_them(
    make_app: MakeApp,
) -> None:
    app = make_app()
    account_with_password(app, "fay", "front_desk")
    account_with_password(app)
    assert submit_password(Device(app), "fay", then="/desk/7Q4K-XW").url == "/front-desk"
    assert submit_password(Device(app), "fay", then="/kiosks").url == "/kiosks"
    assert submit_password(Device(app), "jo", then="/desk/files").url == "/desk/files"
    assert submit_password(Device(app), "jo", then="/log").url == "/desk"


def test_where_only_the_front_desk_works_nobody_can_be_sent_answers(make_app: MakeApp) -> None:
    app = make_app()
    account(app, "fay", "front_desk")
    assert not store_of(app).practitioners.has_active_reader()
    account(app)
    assert store_of(app).practitioners.has_active_reader()


def test_it_lets_a_kiosk_rest_but_neither_changes_nor_revokes_it(make_app: MakeApp) -> None:
    app = make_app()
    there, desk = tablet(app), signed_in(app, "front_desk", "fay")
    page = desk.open(f"/kiosks/{there.number}")
    buttons = [button for form in page.forms for button in form.buttons]
    assert buttons == ["Sign out", "Lock the kiosk", "Stay signed in"]
    desk.press("Lock the kiosk")
    assert there.open("/kiosk").h1 == ["This screen is resting"]


@pytest.mark.parametrize("what", ["", "/revoke"])
def test_what_it_may_not_do_at_a_kiosk_is_refused(make_app: MakeApp, what: str) -> None:
    app = make_app()
    there, desk = tablet(app), signed_in(app, "front_desk", "fay")
    token = desk.open(f"/kiosks/{there.number}").value("csrf_token")[0]
    answer = desk.client.post(f"/kiosks/{there.number}{what}", data={"csrf_token": token, "name": "Door"})
    assert answer.status_code == 403
    assert store_of(app).kiosks.get(there.number)


def test_it_prints_what_was_released_and_nothing_else(make_app: MakeApp) -> None:
    app = make_app()
    released, other = send(app, BLEEDS, name="Ana Lima"), send(app)
    doctor, desk = signed_in(app), signed_in(app, "front_desk", "fay")
    assert "not released" in desk.open("/front-desk").text
    assert desk.client.get(f"/front-desk/{released}/report").status_code == 404
    doctor.open(f"/desk/{released}")
    doctor.press("Let the front desk print the report")
    page = desk.open("/front-desk")
    answer = desk.client.get(page.link(f"Print {released}"))
    assert answer.data.startswith(b"%PDF")
    assert acts(app, released)[-1] == ("practitioner 2", "printed")
    assert kept(app, released).state == "printed"
    assert desk.client.get(f"/front-desk/{other}/report").status_code == 404
    assert "Doctor first" not in page.text
    doctor.open(f"/desk/{released}")
    doctor.press("Take it back from the front desk")
    assert desk.client.get(f"/front-desk/{released}/report").status_code == 404


def test_a_page_of_another_site_that_opens_a_released_report_marks_nothing(make_app: MakeApp) -> None:
    app = make_app()
    reference, doctor, desk = send(app), signed_in(app), signed_in(app, "front_desk", "fay")
    doctor.open(f"/desk/{reference}")
    doctor.press("Let the front desk print the report")
    answer = desk.client.get(f"/front-desk/{reference}/report", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Location"] == "/front-desk"
    assert "printed" not in [act for _, act in acts(app, reference)]


def test_it_finds_people_by_name_number_and_code_and_no_name_is_in_the_address(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app, name="Anastasia Lima", number="10421042")
    send(app, name="Berta")
    desk = signed_in(app, "front_desk", "fay")
    for words in ("anastasia", "10421042", reference.lower()):
        desk.open("/front-desk")
        page = desk.press("Search", {"words": words})
        assert "Anastasia Lima" in page.text
        assert "Berta" not in page.text
        assert words not in page.url
    assert "Nobody was found" in desk.press("Search", {"words": "nobody"}).text
