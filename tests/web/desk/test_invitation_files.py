"""What is handed out with invitations: slips, posters and events for calendars."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import page as pdf_validation
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from icalendar import Calendar

from tests.web.desk.inviting_clinic import CLINIC, TO_COME
from tests.web.desk.test_invitation_mail import HEALTH, without_random
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, Printer, with_practitioner
from tests.web.invitations import invite
from tests.web.staff import app_context_of, signed_in
from webapp.cldr.direction import in_own_direction
from webapp.clinic import Clinic
from webapp.report.pdf.printing import print_report
from webapp.report.views.documents import HtmlDocument

MM = 25.4 / 72  # of a point
ROOM = 8
"""Millimetres that stay free on a slip, for an address that takes another line."""


def printed(app: Flask, desk: Device, url: str) -> bytes:
    """The PDF of what the page asked to print."""
    assert desk.client.get(url).status_code == 200
    printer: Any = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    document = printer.asked[-1]
    assert isinstance(document, HtmlDocument)
    return print_report(document)


def codes_on(pdf: bytes) -> list[list[str]]:
    """The text of the QR codes, page by page."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=3, grayscale=True).to_numpy() for page in document]
    return [sorted(code.text for code in zxingcpp.read_barcodes(picture)) for picture in pictures]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_slips_and_poster_are_for_everybody_and_lead_to_the_right_pages(
    make_app: MakeApp, paper: str, tmp_path: Path
) -> None:
    clinic = with_practitioner(make_app(clinic=Clinic(name="Elm & Oak", region="CA", paper=paper)))
    made, desk = [invite(clinic, f"CN-{number}") for number in range(5)], signed_in(clinic)
    links = [f"http://localhost/invited/{one.invitee.token}" for one in made]
    slips = printed(clinic, desk, "/invitations/slips.pdf?" + "&".join(f"pick={one.id}" for one in made))
    poster = printed(clinic, desk, "/invitations/poster.pdf")
    assert codes_on(slips) == [sorted(links[:4]), links[4:]]
    assert codes_on(poster) == [["http://localhost/"]]
    for name, pdf in (("slips.pdf", slips), ("poster.pdf", poster)):
        (tmp_path / name).write_bytes(pdf)
        result = pdf_validation.validate_pdf(
            str(tmp_path / name), profile=pdf_validation.ValidationProfile.PDF_UA_1
        )
        assert result.is_compliant, result


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "zh-Hans"])
def test_a_poster_is_one_page_in_each_language(make_app: MakeApp, language: str) -> None:
    house = Clinic(name="Riverside Clinic of Family Medicine", region="CA", paper="letter", language=language)
    clinic = with_practitioner(make_app(clinic=house))
    with pypdfium2.PdfDocument(printed(clinic, signed_in(clinic), "/invitations/poster.pdf")) as poster:
        assert len(poster) == 1


def free_below_slips(pdf: bytes) -> list[float]:
    """How many millimetres are free below the text of the slips, row by row."""
    free: list[float] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, middle = page.get_textpage(), page.get_height() / 2
            lows = [text.get_rect(number)[1] for number in range(text.count_rects())]
            free += [MM * min(low - edge for low in lows if low > edge) for edge in (middle, 0)]
    return free


def test_a_slip_has_room_for_the_longest_words_of_each_language(make_app: MakeApp) -> None:
    """What does not fit on a slip is cut off: the six words are at its foot."""
    languages = ("fr", "es", "de", "ar", "zh-Hans")
    name = "Naturheilpraxis Doktor Annegret Müller-Lüdenscheidt"
    app = with_practitioner(make_app(clinic=Clinic(name=name, paper="letter", languages=languages)))
    made = [invite(app, "CN-7", language) for language in languages for _ in range(4)]
    pdf = printed(app, signed_in(app), "/invitations/slips.pdf?" + "&".join(f"pick={one.id}" for one in made))
    assert min(free_below_slips(pdf)) > ROOM
    printer: Any = app_context_of(app).render_pool
    assert printer.asked[-1].html.count(in_own_direction(name)) == 4 * len(languages)
    with pypdfium2.PdfDocument(pdf) as document:
        arabic = document[languages.index("ar")].get_textpage().get_text_range()
    assert arabic.count("localhost/invited") == 4


LONG_NUMBER = "9" * 40


def test_a_long_number_leaves_the_last_day_on_its_slip(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(clinic=Clinic(region="CA", languages=("fr",))))
    address = f"/invitations/slips.pdf?pick={invite(app, LONG_NUMBER, 'fr').id}"
    with pypdfium2.PdfDocument(printed(app, signed_in(app), address)) as slips:
        text = slips[0].get_textpage()
        rights = [text.get_rect(number)[2] for number in range(text.count_rects())]
        assert max(rights) < slips[0].get_width() / 2


@pytest.mark.parametrize(("number", "shown"), [("0042-7", "0042-7"), ("\N{HERB}7", "?7")])
def test_a_number_keeps_its_order_on_an_arabic_slip(make_app: MakeApp, number: str, shown: str) -> None:
    app = with_practitioner(make_app(clinic=Clinic(region="CA", languages=("ar",))))
    printed(app, signed_in(app), f"/invitations/slips.pdf?pick={invite(app, number, 'ar').id}")
    printer: Any = app_context_of(app).render_pool
    assert in_own_direction(shown) in printer.asked[-1].html


def test_without_an_open_invitation_no_slip_is_printed(clinic: Flask) -> None:
    desk = signed_in(clinic)
    assert desk.open("/invitations/slips.pdf?pick=unknown").url == "/invitations?done=none"


def event_of(raw: bytes) -> Any:  # noqa: ANN401  a mapping of many kinds of values
    """The one event of a calendar."""
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    return event


def test_the_visit_is_an_event_that_calendars_read(make_app: MakeApp) -> None:
    clock = Clock()
    clinic = with_practitioner(make_app(clinic=CLINIC, clock=clock))
    made, desk = invite(clinic), signed_in(clinic)
    address = f"/invitations/{made.id}/visit.ics"
    raw = desk.client.get(f"{address}?day={TO_COME}&time=09:30").data
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    event = event_of(raw)
    told = without_random(raw.decode().replace("\r\n ", ""), made)
    assert not [word for word in HEALTH if word.casefold() in told.casefold()]
    assert event["uid"] == f"{made.id}@localhost"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
    assert event["dtstamp"].dt == clock.now
    assert event["location"] == "12 River Road, Hope, 250 555 0123"
    assert event["description"].endswith(made.invitee.token)
    whole_day = event_of(desk.client.get(f"{address}?day={TO_COME}").data)
    assert whole_day["dtstart"].dt.isoformat() == TO_COME
    assert desk.client.get(f"/invitations/unknown/visit.ics?day={TO_COME}").status_code == 404


@pytest.mark.parametrize(
    "typed", ["", "day=soon", "day=2020-01-01", f"day={TO_COME}&time=25:00", f"day={TO_COME}&time=soon"]
)
def test_a_visit_without_a_day_to_come_or_at_no_time_makes_no_file_and_says_so(
    clinic: Flask, typed: str
) -> None:
    made, desk = invite(clinic), signed_in(clinic)
    page = desk.open(f"/invitations/{made.id}/visit.ics?{typed}")
    assert (page.status, page.url) == (200, f"/invitations/{made.id}?done=no_visit")
    assert "Choose the day of the visit" in page.text


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_a_visit_takes_an_hour_also_when_the_clock_is_changed(make_app: MakeApp, day: str) -> None:
    clinic = with_practitioner(make_app(clinic=Clinic(region="EU", timezone="Europe/Berlin")))
    address = f"/invitations/{invite(clinic).id}/visit.ics?day={day}&time=02:30"
    event = event_of(signed_in(clinic).client.get(address).data)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)


def test_the_visit_is_in_the_language_of_the_invitation_with_the_clinic_as_it_is_written(
    make_app: MakeApp,
) -> None:
    name = "\N{HERB} Elm"
    clinic = with_practitioner(make_app(clinic=Clinic(name=name, region="CA", languages=("de",))))
    address = f"/invitations/{invite(clinic, language='de').id}/visit.ics?day={TO_COME}"
    assert event_of(signed_in(clinic).client.get(address).data)["summary"] == f"Termin: {name}"


def test_a_chinese_letter_keeps_its_addresses_apart_from_the_words_around_them(make_app: MakeApp) -> None:
    """Mail programs make a link of all letters up to the next blank."""
    clinic = with_practitioner(make_app(clinic=Clinic(region="CA", languages=("zh-Hans",))))
    desk = signed_in(clinic)
    desk.open(f"/invitations/{invite(clinic, language='zh-Hans').id}")
    link = next(one["href"] for one in desk.page.all("a") if one["href"].startswith("mailto:"))
    words = unquote(urlsplit(link).query).split()
    assert "http://localhost/invited" in words
