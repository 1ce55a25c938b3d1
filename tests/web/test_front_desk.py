"""The front desk: it sees who sent answers, and nothing of the answers."""

from __future__ import annotations

import pytest

from tests.web.at_kiosk import tablet
from tests.web.device import Device
from tests.web.house import MakeApp
from tests.web.inside import account, at_the_door, parts_of, signed_in, store_of, with_password
from webapp.clinic import Policy


def sent(device: Device, name: str = "Zoë Łęcka") -> str:
    """The code of somebody who sent answers with a name."""
    device.pass_safety()
    page = device.hand_over(typing={"name": name, "number": "1004"})
    return page.text.split("Tell the desk: ")[1][:7]


def test_it_comes_to_its_own_list_and_sees_who_sent_answers(make_app: MakeApp) -> None:
    app = make_app()
    with_password(app, "fay", "front_desk")
    with_password(app)
    settings = store_of(app).settings
    settings.save_policy(Policy(asks_person=True), settings.policy_version, "command", parts_of(app).clock())
    code = sent(Device(app))
    page = at_the_door(desk := Device(app), "fay")
    assert (page.url, page.h1) == ("/front-desk", ["Front desk"])
    assert code in page.text
    assert "1004" in page.text
    assert [one["words"] for one in page.all("nav")] == ["Front desk Kiosks My account"]
    assert not [one for one in page.all("a") if one["href"].startswith("/desk")]
    refused = desk.open(f"/desk/{code}")
    assert refused.status == 403
    assert "It opens no answers" in refused.text


def test_who_signs_in_after_a_practitioner_is_not_led_to_a_page_that_is_not_for_them(
    make_app: MakeApp,
) -> None:
    app = make_app()
    with_password(app, "fay", "front_desk")
    with_password(app)
    assert at_the_door(Device(app), "fay", then="/desk/7Q4K-XW").url == "/front-desk"
    assert at_the_door(Device(app), "fay", then="/kiosks").url == "/kiosks"
    assert at_the_door(Device(app), "jo", then="/desk/files").url == "/desk/files"
    assert at_the_door(Device(app), "jo", then="/log").url == "/desk"


def test_where_only_the_front_desk_works_nobody_can_be_sent_answers(make_app: MakeApp) -> None:
    app = make_app()
    account(app, "fay", "front_desk")
    assert not store_of(app).practitioners.any_active()
    account(app)
    assert store_of(app).practitioners.any_active()


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
    assert store_of(app).kiosks.of(there.number)
