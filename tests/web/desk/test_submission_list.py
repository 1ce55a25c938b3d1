"""The desk: who sent answers, who is found, and what can be done with several."""

from __future__ import annotations

import re
from threading import get_ident

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event

from tests.web.desk.desk_pages import references
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import account, app_context_of, signed_in
from tests.web.submissions import BLEEDS, WELL, kept, send
from webapp.storage import AccountChange


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


def test_each_tab_has_its_states_and_says_how_many(make_app: MakeApp) -> None:
    app = make_app()
    device = signed_in(app)
    seen, closed = send(app), send(app)
    send(app)
    device.open(f"/desk/{seen}")
    device.open(f"/desk/{closed}")
    device.press("Close it")
    for tab, count in {"open": 2, "new": 1, "seen": 1, "closed": 1, "all": 3}.items():
        page = device.open(f"/desk?tab={tab}")
        assert len(references(device)) == count, tab
        assert page.by_id(f"tab-{tab}")["words"].endswith(f" {count}")


def test_what_the_address_asks_for_and_nobody_knows_is_the_usual_list(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = signed_in(app)
    device.open("/desk?tab=nonsense&find=nonsense&before=nonsense")
    assert references(device) == [reference]


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
