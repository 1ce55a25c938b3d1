"""The desk's search, its filters and its order."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from tests.web.desk.desk_pages import references
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import signed_in
from tests.web.submissions import BLEEDS, send
from webapp.clinic import Clinic


def search(device: Device, words: str) -> list[str]:
    device.open("/desk")
    device.press("Search", {"words": words})
    return references(device)


def test_people_are_found_by_name_number_and_code_in_every_state(make_app: MakeApp) -> None:
    app = make_app()
    device = signed_in(app)
    amira = send(app, name="Amira Haddad", number="1042")
    send(app, name="Jo Müller", number="77")
    device.open(f"/desk/{amira}")
    device.press("Close it")
    assert search(device, "haddad") == [amira]
    assert search(device, "1042") == [amira]
    assert search(device, amira.lower().replace("-", " ")) == [amira]
    assert search(device, "nobody") == []
    assert "Nobody was found" in device.page.text


def test_what_was_searched_for_stands_in_no_address(make_app: MakeApp) -> None:
    app = make_app()
    send(app, name="Amira Haddad")
    device = signed_in(app)
    search(device, "Amira")
    assert device.page.value("words") == ["Amira"]
    addresses = [response.request.url for response in device.seen]
    addresses += [link["href"] for link in device.page.all("a")] + [form.action for form in device.page.forms]
    assert not any("amira" in address.lower() for address in addresses)


@pytest.mark.parametrize("find", ["gAAAAA", "x" * 5000, "é", "\x00"])
def test_words_that_we_did_not_hide_look_for_nothing(make_app: MakeApp, find: str) -> None:
    app = make_app()
    reference = send(app, name="Amira Haddad")
    device = signed_in(app)
    device.open(f"/desk?{urlencode({'find': find})}")
    assert reference in references(device)


def test_a_search_that_is_a_day_old_is_forgotten(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    send(app, name="Amira Haddad")
    device = signed_in(app)
    search(device, "nobody")
    address = device.page.url
    clock.put_on(hours=13)
    device = signed_in(app)
    device.open(address)
    assert len(references(device)) == 1


def test_pages_follow_one_another_without_a_gap_while_new_ones_come(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    sent = []
    for _ in range(53):
        clock.put_on(seconds=1)
        sent.append(send(app))
    device = signed_in(app)
    device.open("/desk")
    top, older = references(device), device.page.link("Older")
    send(app)
    device.open(older)
    assert top + references(device) == sent[::-1]
    assert device.page.link("Newest") == "/desk?tab=open"


def test_the_list_is_narrowed_down_by_flag_and_by_the_days_of_the_clinic(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock, clinic=Clinic(region="CA", timezone="America/Toronto"))
    clock.now = datetime(2026, 11, 23, 4, 59, tzinfo=UTC)  # in Toronto, one minute before the day ends
    late = send(app, BLEEDS)
    clock.put_on(minutes=2)
    early, device = send(app), signed_in(app)
    device.open("/desk")
    device.press("Show", {"day": "today"})
    assert references(device) == [early]
    assert device.page.by_id("tab-open")["words"] == "Open 1"
    device.press("Show", {"day": "yesterday"})
    assert references(device) == [late]
    device.open("/desk?day=2026-11-22")
    assert references(device) == [late]
    device.open("/desk?flag=2&day=week")
    assert references(device) == [late]
    device.press("Show", {"flag": "none"})
    assert references(device) == [early]
    assert "Narrowed down" in device.page.text
    device.press("Show", {"flag": "1", "day": "yesterday"})
    assert "None that fits" in device.page.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "never", "2026-W01-1"])
def test_a_day_that_is_none_or_at_the_ends_of_the_calendar_breaks_nothing(
    make_app: MakeApp, day: str
) -> None:
    app = make_app()
    send(app)
    assert signed_in(app).open(f"/desk?day={day}").status == 200


def test_the_most_urgent_stand_first_where_that_is_asked_for(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    urgent = send(app, BLEEDS)
    clock.put_on(hours=1)
    calm, device = send(app), signed_in(app)
    device.open("/desk")
    assert references(device) == [calm, urgent]
    device.press("Show", {"order": "safety"})
    assert references(device) == [urgent, calm]


def test_what_is_found_is_counted_in_every_tab(make_app: MakeApp) -> None:
    app = make_app()
    device = signed_in(app)
    closed, _ = send(app, name="Ana Lima"), send(app, name="Ana Pinto")
    send(app, name="Berta")
    device.open(f"/desk/{closed}")
    device.press("Close it")
    search(device, "ana")
    assert [device.page.by_id(f"tab-{tab}")["words"] for tab in ("open", "closed", "all")] == [
        "Open 1",
        "Closed 1",
        "All 2",
    ]
