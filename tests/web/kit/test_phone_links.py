"""What a phone can call in the lines in which a clinic says how to reach it."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from tests.web.device import Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.kiosk.tablet import Tablet
from webapp.cldr.direction import in_own_direction
from webapp.clinic import Clinic
from webapp.questionnaire.units import bind_units
from webapp.web.kit.phone_links import kept, linked_contact, with_links

CALLED = (
    ("250 555 0123", "CA", "2505550123"),
    ("250-555-0123", "US", "2505550123"),
    ("(250) 555-0123", "CA", "2505550123"),
    ("1 250 555 0123", "CA", "12505550123"),
    ("12 River Road, 250.555.0123", "CA", "2505550123"),
    ("Dr Ann Reid, 250 555 0199", "CA", "2505550199"),
    ("Tel.2505550123", "US", "2505550123"),
    ("call 250 555 0123 ext. 5", "CA", "2505550123"),
    ("Tel 250 555 0123 - 0124", "CA", "2505550123"),
    ("+1 250 555 0123", "OTHER", "+12505550123"),
    ("Praxis +49 30 1234567", "EU", "+49301234567"),
    ("+44 (0)20 7946 0123", "UK", "+442079460123"),
    ("020 7946 0123", "UK", "02079460123"),
    ("(020) 7946 0123", "UK", "02079460123"),
    ("Tél. : 01 23 45 67 89", "EU", "0123456789"),
    ("Telefon: 030 1234567", "EU", "0301234567"),
    ("☎ 912 345 678", "EU", "912345678"),
    ("T: 02 5550 1234", "AU_NZ", "0255501234"),
    ("Phone 250 555 0123, fax 250 555 0124", "CA", "2505550123"),
    ("هاتف: 01 345 678", "OTHER", "01345678"),
    ("电话: 010 1234 5678", "OTHER", "01012345678"),
)

NOT_CALLED = (
    ("12 River Road", "CA"),
    ("Fax 250 555 0124", "CA"),
    ("Telefax: +49 30 1234567", "EU"),
    ("F: 250 555 0124", "CA"),
    ("V6B 1A1 Vancouver, Unit 250", "CA"),
    ("GST 123 456 7890", "CA"),
    ("NHS 943 476 5919", "UK"),
    ("943 476 5919", "UK"),
    ("0123456789", "UK"),
    ("Tel. 250 555 0123/4", "CA"),
    ("Tel. 250 555 0123 9-17", "CA"),
    ("Tel. 12 34 56 78 9-14", "EU"),
    ("Tel. 250 555 0123 250 555 0124", "CA"),
    ("Mon-Fri 9-17, 2026-11-29", "CA"),
    ("10115 Berlin", "EU"),
    ("10.0.0.1", "CA"),
    ("+1 2", "CA"),
    ("", "CA"),
)


@pytest.mark.parametrize(("line", "region", "dialled"), CALLED)
def test_a_number_that_surely_is_a_phones_can_be_called(line: str, region: str, dialled: str) -> None:
    made = str(linked_contact(line, region))
    assert re.findall(r'href="tel:([^"]*)"', made) == [dialled]
    assert re.sub(r"<[^>]*>", "", made) == line


@pytest.mark.parametrize(("line", "region"), NOT_CALLED)
def test_what_may_be_something_else_is_no_link(line: str, region: str) -> None:
    assert str(linked_contact(line, region)) == line


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("طوارئ 03-123-456", "طوارئ \u206603-123-456\u2069"),
        ("فاكس (01) 345 678، غرفة 3", "فاكس \u2066(01) 345 678\u2069، غرفة 3"),
        ("فاكس +961 1 345", "فاكس \u2066+961 1 345\u2069"),
        ("Fax 03-123-456", "Fax 03-123-456"),
    ],
)
def test_groups_of_digits_keep_their_order_among_letters_from_the_right(line: str, shown: str) -> None:
    assert str(linked_contact(line, "OTHER")) == shown
    assert in_own_direction(line) == f"\u2068{shown}\u2069"


def test_a_line_of_contact_runs_nothing() -> None:
    made = str(linked_contact('<b>"Tel" +1 250 555 0123</b><script>', "CA"))
    assert "<b>" not in made
    assert "<script>" not in made
    assert 'href="tel:+12505550123"' in made


CLINIC = Clinic(
    contact=("12 River Road", "250 555 0123"),
    region="CA",
    numbers_phoned="Ann Lee, 1 November 2026",
    asks_self_harm=True,
    self_harm_contact="Ann, 250 555 0199",
)


def test_a_patients_phone_can_call_the_clinic_and_a_kiosk_calls_nobody(make_app: MakeApp) -> None:
    app = with_practitioner(make_app(clinic=CLINIC))
    assert "tel:2505550123" in [one["href"] for one in Device(app).open("/").all("a")]
    page = Tablet(app).enrol().touch()
    assert "250 555 0123" in page.text
    assert "phone" in [one.get("class") for one in page.all("span")]
    assert not [one for one in page.all("a") if one["href"].startswith("tel:")]


def test_who_acts_on_a_yes_can_be_called_from_the_message(make_app: MakeApp) -> None:
    device = Device(with_practitioner(make_app(clinic=CLINIC)))
    device.pass_safety()
    device.open("/section/stress")
    device.press("Continue", {"stress_now": "5"})
    device.press("Continue", dict.fromkeys(("phq4_1", "phq4_2", "phq4_3", "phq4_4"), "3"))
    page = device.press("Continue", {"self_harm": "yes"})
    assert page.url.startswith("/notice")
    assert "tel:2505550199" in [one["href"] for one in page.all("a")]


@pytest.mark.parametrize(
    "words", ["\u8bf7\u62e8\u6253{}\u3002", "{}\ub85c", "\u0e42\u0e17\u0e23{}", "Call {}.", "({})"]
)
def test_a_number_is_linked_where_no_blank_parts_it_from_letters(words: str) -> None:
    assert ">911</a>" in with_links(escape(words.format("911")), ["911"])


@pytest.mark.parametrize("words", ["B{}", "{}mg", "1{}", "{}5", "0.{}", "{}.5"])
def test_a_number_within_a_larger_one_or_a_word_is_none(words: str) -> None:
    assert "<a" not in with_links(escape(words.format("911")), ["911"])


@pytest.mark.parametrize("number", ["116 123", "13 11 14", "(250) 555-0123", "+44 (0)20 7946 0123"])
def test_a_number_in_groups_is_one_unit_with_a_link_and_without(number: str) -> None:
    bound = bind_units(f"Call {number} now.").removeprefix("Call ").removesuffix(" now.")
    assert bound == number.replace(" ", "\xa0")
    for shown in (number, bound):
        words = escape(f"Samaritans {shown} is free")
        dialled = re.sub(r"\D", "", number)
        named = [f"Samaritans {number}"]
        if "(" not in number:
            assert f'Samaritans <a href="tel:{dialled}">{shown}</a> is' in with_links(words, named)
            assert f'Samaritans <span class="phone">{shown}</span> is' in with_links(words, named, kept)
