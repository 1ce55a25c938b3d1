"""The desk: who sent answers, who is found, and what can be done with several."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from threading import get_ident
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import account, app_context_of, signed_in
from tests.web.submissions import BLEEDS, WELL, kept, send
from webapp.clinic import Clinic
from webapp.storage import AccountChange


def references(device: Device) -> list[str]:
    """The rows, from the top."""
    return [
        one["id"].removeprefix("row-") for one in device.page.all("a") if one.get("id", "").startswith("row-")
    ]


def search(device: Device, words: str) -> list[str]:
    device.open("/desk")
    device.press("Search", {"words": words})
    return references(device)


def news(device: Device) -> str:
    return str(device.client.get("/desk/news").get_json()["marker"])


def use_shortcuts(app: Flask, *, uses: bool) -> None:
    here, person = app_context_of(app), account(app)
    change = AccountChange(uses_shortcuts=uses)
    assert here.store.practitioners.update(person.id, person.version, change, "command", here.clock())


def test_an_empty_desk_says_how_patients_come_to_it(make_app: MakeApp) -> None:
    app = make_app()
    page = signed_in(app).open("/desk")
    assert "Nobody has sent answers yet" in page.text
    assert "http://localhost/" in page.text


@pytest.mark.parametrize("url", ["/desk", "/desk/rows", "/front-desk"])
def test_a_list_is_read_in_one_transaction_after_the_sign_in(make_app: MakeApp, url: str) -> None:
    app = make_app()
    send(app)
    device = signed_in(app)
    device.client.get(url)
    begun: list[int] = []

    def note(_connection: Connection) -> None:
        begun.append(get_ident())

    event.listen(Engine, "begin", note)
    try:
        assert device.client.get(url).status_code == 200
    finally:
        event.remove(Engine, "begin", note)
    assert begun.count(get_ident()) == 2


def test_the_newest_stands_first_with_what_a_practitioner_looks_for(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    first = send(app, BLEEDS, name="Amira Haddad", number="1042")
    clock.put_on(hours=2)
    second = send(app)
    device = signed_in(app)
    device.open("/desk")
    assert references(device) == [second, first]
    assert (
        f"Amira Haddad {first} , No. 1042 2 hours ago Doctor first New Own device First" in device.page.text
    )
    assert f"{second} just now No flag New Own device First" in device.page.text


def test_the_tier_is_told_by_a_word_and_a_shape_never_by_colour_alone(make_app: MakeApp) -> None:
    app = make_app()
    send(app, BLEEDS)
    send(app)
    page = signed_in(app).open("/desk")
    assert [mark["words"] for mark in page.all("span") if "shaped" in mark.get("class", "")] == [
        "Doctor first"
    ]


@pytest.mark.parametrize(("tab", "count"), [("open", 2), ("new", 1), ("seen", 1), ("closed", 1), ("all", 3)])
def test_each_tab_has_its_states_and_says_how_many(make_app: MakeApp, tab: str, count: int) -> None:
    app = make_app()
    device = signed_in(app)
    seen, closed = send(app), send(app)
    send(app)
    device.open(f"/desk/{seen}")
    device.open(f"/desk/{closed}")
    device.press("Close it")
    page = device.open(f"/desk?tab={tab}")
    assert len(references(device)) == count
    assert page.by_id(f"tab-{tab}")["words"].endswith(f" {count}")


def test_what_the_address_asks_for_and_nobody_knows_is_the_usual_list(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    device.open("/desk?tab=nonsense&find=nonsense&before=nonsense")
    assert references(device) == [reference]


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


def test_the_marker_changes_when_anything_on_the_desk_does(make_app: MakeApp) -> None:
    app = make_app()
    device = signed_in(app)
    empty = news(device)
    reference = send(app)
    one = news(device)
    assert news(device) == one
    device.open(f"/desk/{reference}")
    assert len({empty, one, news(device)}) == 3


def test_the_rows_alone_say_how_many_are_new(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    send(app)
    since = clock().isoformat()
    clock.put_on(minutes=1)
    send(app)
    device = signed_in(app)
    html = device.client.get("/desk/rows", query_string={"newest": since}).text
    assert 'data-fresh="1 new submission"' in html
    assert "<html" not in html
    assert f'data-marker="{news(device)}"' in html


@pytest.mark.parametrize("since", ["", "nonsense", "2026-11-23T12:00:00"])
def test_rows_that_are_asked_for_since_no_time_tell_of_nothing_new(make_app: MakeApp, since: str) -> None:
    app = make_app()
    send(app)
    assert 'data-fresh=""' in signed_in(app).client.get("/desk/rows", query_string={"newest": since}).text


@pytest.mark.parametrize("part", ["/desk/news", "/desk/rows", "/desk/again"])
def test_asking_for_news_keeps_nobody_signed_in(make_app: MakeApp, part: str) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    device = signed_in(app)
    for _ in range(4):
        clock.put_on(minutes=4)
        last = device.client.get(part)
    assert last.status_code in (302, 303, 401)


def test_without_scripts_the_page_asks_for_itself_again_and_goes_to_the_door_at_the_end(
    make_app: MakeApp,
) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    device = signed_in(app)
    page = device.open("/desk")
    (refresh,) = [one["content"] for one in page.all("meta") if one.get("http-equiv") == "refresh"]
    again = refresh.partition("url=")[2]
    assert device.open(again).h1 == ["Desk"]
    clock.put_on(minutes=20)
    gone = device.client.get(again, headers={"Accept": "text/html"})
    assert gone.headers["Location"].startswith("/sign-in")


def test_a_button_without_a_tick_says_what_to_do(make_app: MakeApp) -> None:
    app = make_app()
    send(app)
    device = signed_in(app)
    device.open("/desk")
    page = device.press("Print practitioner pages")
    assert page.status == 422
    assert "Nothing is selected" in page.text


def test_a_button_that_is_not_ours_does_nothing(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    device.open("/desk")
    form = next(form for form in device.page.forms if "Table (CSV)" in form.buttons)
    assert device.send(form, {"pick": reference}, ("do", "burn")).status == 400


@pytest.mark.parametrize("address", ["/desk/search", "/desk/selected"])
def test_a_forged_form_changes_nothing(make_app: MakeApp, address: str) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    answer = device.client.post(address, data={"pick": reference, "do": "csv", "words": "x"})
    assert answer.status_code in (303, 400)
    assert "find=" not in answer.headers.get("Location", "")
    assert kept(app, reference).state == "new"


def test_a_hostile_name_is_text_on_the_desk(make_app: MakeApp) -> None:
    app = make_app()
    send(app, WELL, name="<b onclick=x>'\"&</b>")
    page = signed_in(app).open("/desk")
    assert "<b onclick=x>'\"&</b>" in page.text


@pytest.mark.parametrize("shortcuts", [True, False])
def test_keys_are_listened_to_only_for_who_uses_them(make_app: MakeApp, shortcuts: bool) -> None:
    app = make_app()
    device = signed_in(app)
    use_shortcuts(app, uses=shortcuts)
    assert ("keys" in device.open("/desk").ids) is shortcuts


def test_the_times_are_told_with_their_zone_for_scripts(make_app: MakeApp) -> None:
    app = make_app()
    send(app)
    page = signed_in(app).open("/desk")
    assert all(re.search(r"\+00:00$", one["datetime"]) for one in page.all("time"))


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


def test_several_are_closed_from_the_list(make_app: MakeApp) -> None:
    app = make_app()
    one, two, open_one = send(app), send(app), send(app)
    device = signed_in(app)
    device.open("/desk?flag=none")
    page = device.press("Close them", {"pick": [one, two]})
    assert "2 submissions are closed." in page.text
    assert page.url.startswith("/desk?tab=open&flag=none")
    assert [kept(app, each).state for each in (one, two, open_one)] == ["closed", "closed", "new"]


def test_the_list_says_who_opened_a_submission_first(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    signed_in(app).open(f"/desk/{reference}")
    assert "Seen Seen by Jo Reed" in signed_in(app, login="kim").open("/desk").text
    assert "first opened by Jo Reed" in signed_in(app, login="kim").open(f"/desk/{reference}").text
