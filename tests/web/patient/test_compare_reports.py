"""Two reports compared by patients, from their files."""

from __future__ import annotations

import json
import time

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import NOON, MakeApp
from tests.web.record_files import posted, record, report, shown
from tests.web.staff import app_context_of, signed_in
from tests.web.submissions import BLEEDS, WELL


@pytest.mark.parametrize("url", ["/desk/files", "/compare"])
def test_two_files_are_compared_in_whatever_order_they_come(app: Flask, url: str) -> None:
    desk = signed_in(app)
    device = desk if url.startswith("/desk") else Device(app)
    old, new = report(app, WELL), report(app, {**BLEEDS, "veg_per_day": 6}, NOON)
    texts = [shown(device, url, "show", old=one, new=two) for one, two in ((old, new), (new, old))]
    assert texts[0] == texts[1]
    assert texts[0].index("Sep 24, 2026" if "Sep 24" in texts[0] else "September 24, 2026") < texts[0].index(
        "November 23, 2026"
    )
    assert "Vegetables" in texts[0]


def test_patients_see_first_what_cannot_wait_in_the_newer_report(app: Flask) -> None:
    device = Device(app)
    text = shown(device, "/compare", "show", old=report(app, BLEEDS, NOON), new=report(app, WELL))
    assert text.index("See a doctor in the next day or two") < text.index("Factors")
    assert "This page is kept nowhere." in text


def test_patients_see_a_sign_of_the_newer_report_that_has_no_box(app: Flask) -> None:
    bloated = {**WELL, "red_flags": ["bloating"]}
    text = shown(Device(app), "/compare", "show", old=report(app, WELL), new=report(app, bloated, NOON))
    assert "You ticked “New bloating on most days”." in text
    text = shown(Device(app), "/compare", "show", old=report(app, bloated), new=report(app, WELL, NOON))
    assert "You ticked" not in text


@pytest.mark.parametrize(("url", "do"), [("/desk/files", "print"), ("/compare", "pdf")])
def test_a_comparison_comes_as_a_pdf_too(app: Flask, url: str, do: str) -> None:
    desk = signed_in(app)
    answer = posted(desk, url, do, old=report(app, WELL), new=report(app, BLEEDS, NOON))
    assert answer.mimetype == "application/pdf"
    named = "changes-2026-09-24-2026-11-23.pdf" if url == "/compare" else "changes.pdf"
    assert named in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("url", ["/desk/files", "/compare"])
def test_the_same_report_twice_is_told_and_not_compared(app: Flask, url: str) -> None:
    device = signed_in(app) if url.startswith("/desk") else Device(app)
    text = shown(device, url, "show", old=report(app, WELL), new=record(app, WELL))
    assert "This is the same report as the other one. Choose another." in text


def test_the_same_answers_on_two_days_are_compared(app: Flask) -> None:
    text = shown(Device(app), "/compare", "show", old=report(app, WELL), new=report(app, WELL, NOON))
    assert "Every answer is the same." in text


def test_each_file_that_cannot_be_compared_is_told(app: Flask) -> None:
    desk = signed_in(app)
    undated = {name: part for name, part in json.loads(record(app, WELL)).items() if name != "authored"}
    for device, url in ((desk, "/desk/files"), (Device(app), "/compare")):
        text = shown(device, url, "show", old=b"x", new=b"")
        assert text.count("Choose a file first.") == 2
        assert "not one of our reports" in text
        text = shown(device, url, "show", new=json.dumps(undated).encode(), old=report(app, WELL))
        assert "does not say when the answers were given" in text
        assert "aria-invalid" in device.page.by_id("new").keys() - device.page.by_id("old").keys()


@pytest.mark.parametrize("url", ["/desk/files", "/compare"])
@pytest.mark.parametrize("digits", ["0." + "9" * 200_000, "9" * 200_000])
def test_a_number_without_an_end_in_a_file_keeps_nobody_waiting(app: Flask, url: str, digits: str) -> None:
    device = signed_in(app) if url == "/desk/files" else Device(app)
    told = json.loads(record(app, WELL))
    ages = [item for part in told["item"] for item in part["item"] if item["linkId"] == "age_years"]
    ages[0]["answer"] = [{"valueDecimal": "ENDLESS"}]
    file = json.dumps(told).replace('"ENDLESS"', digits).encode()
    began = time.process_time()
    said = posted(device, url, "show", old=file, new=file)
    assert time.process_time() - began < 1
    assert said.status_code == 422
    assert "age_years: must be a number of a usual size." in said.text


def test_files_are_not_compared_without_end(app: Flask) -> None:
    device = Device(app)
    codes = [posted(device, "/compare", "show").status_code for _ in range(11)]
    assert codes[-2:] == [422, 429]


def test_files_that_cannot_be_read_count_for_several(app: Flask) -> None:
    device = Device(app)
    codes = [posted(device, "/compare", "show", old=b"x", new=b"y").status_code for _ in range(5)]
    assert codes == [422, 422, 422, 422, 429]


def test_strangers_who_have_files_read_keep_no_practitioner_waiting(make_app: MakeApp) -> None:
    app = make_app()
    stranger, staff, reader = Device(app), signed_in(app), app_context_of(app).anonymous_reader
    child = reader._process._idle.get(0)
    said = posted(stranger, "/compare", "show", old=b"x", new=b"y")
    assert (said.status_code, said.headers["Retry-After"]) == (503, "8")
    assert "Other files are being read at this moment." in said.text
    assert posted(staff, "/desk/files", "show", file=b"x").status_code == 422
    reader._process._idle.put(child)
    assert posted(stranger, "/compare", "show", old=b"x", new=b"y").status_code == 422
