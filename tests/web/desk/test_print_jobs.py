"""Printing many from the desk: ordered at once, made in the background, fetched in files."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask

from tests.web.app_factory import made, new_folder, opened
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer
from tests.web.pages import Page
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import acts, kept, send
from webapp.clinic import Clinic
from webapp.prints.thread_dispatcher import ThreadDispatcher
from webapp.settings import Settings
from webapp.storage import DESK_PAGE_SIZE, DeskQuery, PrintTask

MANY = 21


@cache
def crowded() -> Path:
    """A clinic to which more have sent than a page of its desk shows; copied, not used."""
    settings = Settings.for_instance(new_folder())
    with closing(opened(settings)) as store:
        app = made(settings, store=store, clock=Clock(), render_pool=Printer(), clinic=Clinic(region="CA"))
        for number in range(DESK_PAGE_SIZE + 1):
            send(app, name=f"P{number}")
    return settings.instance


def crowd(make_app: MakeApp, folder: Path) -> Flask:
    copytree(crowded(), folder, dirs_exist_ok=True)
    return make_app()


def ordered(app: Flask, device: Device, button: str = "Print patient reports") -> Page:
    """Tick those who came first on the desk and press the button; give the page that comes."""
    references = first(app)
    page = device.open("/desk")
    form = next(form for form in page.forms if button in form.buttons)
    data = {**form.sends, "pick": references, "do": form.buttons[button][1]}
    answer = device.client.post(form.action, data=data)
    return device.open(answer.headers["Location"])


def first(app: Flask) -> list[str]:
    """The references of so many as do not fit into one file, in the order in which they came."""
    rows = store_of(app).desk.page(DeskQuery(size=100), app_context_of(app).clock()).rows
    return [row.reference for row in reversed(rows)][:MANY]


def finish(app: Flask) -> None:
    """Wait for the background."""
    dispatcher = app_context_of(app).dispatcher
    assert isinstance(dispatcher, ThreadDispatcher)
    dispatcher.join()


@pytest.mark.parametrize(
    ("button", "heading"),
    [("Print patient reports", "Patient reports"), ("Print practitioner pages", "Practitioner pages")],
)
def test_more_than_fit_into_one_file_are_made_in_several(
    make_app: MakeApp, tmp_path: Path, button: str, heading: str
) -> None:
    app = crowd(make_app, tmp_path)
    device = signed_in(app)
    page = ordered(app, device, button=button)
    assert page.h1 == [heading]
    finish(app)
    page = device.open(page.url)
    assert "All 21 are ready." in page.text
    assert [device.client.get(page.link(f"Open File {number}")).mimetype for number in (1, 2)] == [
        "application/pdf"
    ] * 2


def test_a_page_shows_how_far_it_is_and_comes_again_by_itself_until_it_is_over(make_app: MakeApp) -> None:
    app = make_app()
    device, store, now = signed_in(app), store_of(app), app_context_of(app).clock()
    made = store.print_jobs.create("report", [PrintTask({}, 20), PrintTask({}, 3)], "practitioner 1", now)
    app_context_of(app).dispatcher.close()
    store.print_jobs.finish_part(made.parts[0].id, b"%PDF", now)
    page = device.open(f"/desk/prints/{made.id}")
    assert "20 of 23 are ready." in page.text
    assert f"/desk/prints/{made.id}/again" in device.client.get(f"/desk/prints/{made.id}").text
    store.print_jobs.finish_part(made.parts[1].id, None, now)
    for part in ("", "/again", "/rows"):
        source = device.client.get(f"/desk/prints/{made.id}{part}").text
        assert "3 could not be made." in source
        assert "http-equiv" not in source


def test_opening_a_file_marks_all_in_it_as_printed_and_is_in_the_log(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = crowd(make_app, tmp_path)
    device = signed_in(app)
    page = ordered(app, device)
    finish(app)
    references = first(app)
    assert {kept(app, one).state for one in references} == {"new"}
    answer = device.client.get(device.open(page.url).link("Open File 2"))
    assert answer.headers["Content-Disposition"] == 'inline; filename="report-2026-11-23-2.pdf"'
    printed = [one for one in references if kept(app, one).state == "printed"]
    assert len(printed) == 1
    assert acts(app, printed[0])[-1][1] == "printed"


def test_a_file_dies_with_a_submission_that_is_in_it(make_app: MakeApp, tmp_path: Path) -> None:
    app = crowd(make_app, tmp_path)
    device = signed_in(app)
    page = ordered(app, device)
    finish(app)
    assert store_of(app).submissions.delete(first(app)[0], "practitioner 1", app_context_of(app).clock())
    page = device.open(page.url)
    assert "File 1" not in page.text
    assert "File 2" in page.text


def test_prints_are_listed_for_twelve_hours_and_then_gone(make_app: MakeApp) -> None:
    app = make_app()
    now, store = app_context_of(app).clock(), store_of(app)
    made = store.print_jobs.create(
        "practitioner", [PrintTask({}, 22)], "practitioner 1", now - timedelta(hours=12)
    )
    assert "Nothing is being printed." in signed_in(app).open("/desk/prints").text
    assert signed_in(app).open(f"/desk/prints/{made.id}").status == 404
    store.print_jobs.create("practitioner", [PrintTask({}, 22)], "practitioner 1", now)
    assert "0 of 22 are ready." in signed_in(app).open("/desk/prints").text


def test_files_can_be_deleted_at_once(make_app: MakeApp, tmp_path: Path) -> None:
    app = crowd(make_app, tmp_path)
    device = signed_in(app)
    page = ordered(app, device)
    finish(app)
    device.open(page.url)
    assert device.press("Delete these files now").h1 == ["Prints"]
    assert device.open(page.url).status == 404


def test_a_form_without_its_token_deletes_nothing(make_app: MakeApp) -> None:
    app = make_app()
    made = store_of(app).print_jobs.create(
        "report", [PrintTask({}, 22)], "practitioner 1", app_context_of(app).clock()
    )
    device = signed_in(app)
    device.client.post(f"/desk/prints/{made.id}/end")
    assert device.open(f"/desk/prints/{made.id}").status == 200


def test_what_the_command_ordered_and_what_is_not_ready_has_no_page(make_app: MakeApp) -> None:
    app = make_app()
    store, now = store_of(app), app_context_of(app).clock()
    device = signed_in(app)
    theirs = store.print_jobs.create("batch", [PrintTask({}, 22)], "command", now)
    ours = store.print_jobs.create("report", [PrintTask({}, 22)], "practitioner 1", now)
    for address in (theirs.id, "made-up", f"{ours.id}/1", f"{ours.id}/9"):
        assert device.open(f"/desk/prints/{address}").status == 404


def test_a_list_of_several_pages_can_be_printed_as_a_whole(make_app: MakeApp, tmp_path: Path) -> None:
    app = crowd(make_app, tmp_path)
    device = signed_in(app)
    page = device.open("/desk?tab=new")
    assert "Print all patient reports" in page.text
    page = device.press("Print all patient reports")
    assert page.h1 == ["Patient reports"]
    finish(app)
    assert f"All {DESK_PAGE_SIZE + 1} are ready." in device.open(page.url).text


def test_a_list_of_one_page_has_no_such_buttons(make_app: MakeApp) -> None:
    app = make_app()
    send(app)
    assert "Print all" not in signed_in(app).open("/desk").text
