"""What a browser sends without showing it is input, too: nothing of it is an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from werkzeug.routing.converters import NumberConverter

from tests.web.admin.managers import manager
from tests.web.desk.paper_form import sent, typed
from tests.web.device import Device
from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.follow_ups import BY, PLAN, ask_again, elm
from tests.web.invitations import invite
from tests.web.kiosk.tablet import tablet
from tests.web.staff import app_context_of, store_of
from tests.web.submissions import case, send
from webapp.clinic import Policy

UNPAIRED = '{"\\ud800":["\\ud800"]}'  # half of a sign, which no encoding has
LARGEST = 2**31 - 1  # of a column of PostgreSQL
BAD = (
    *("[" * 50_000, '{"a":' * 30_000, '{"a":5}', '{"a":[5]}', '{"a":[[]]}', '{"a":null}', "[1]", "5", "null"),
    *("1e999999", "NaN", "9" * 30, "9" * 5_000, "-1", "-99999999999999999999", "1_0", "²", "\x00", UNPAIRED),
    *("", "x" * 5_000, "data:image/png;base64,", "/9j/AAAA", "9999-12-31", "0001-01-01", "a b c", "é"),
)
WORST = ("[" * 50_000, UNPAIRED, "9" * 30 + "²\x00")


def test_every_number_in_an_address_is_one_that_the_database_can_hold(app: Flask) -> None:
    numbers = [
        (rule.rule, converter.max)
        for rule in app.url_map.iter_rules()
        for converter in rule._converters.values()
        if isinstance(converter, NumberConverter)
    ]
    assert len(numbers) > 10
    assert [rule for rule, largest in numbers if largest is None or largest > LARGEST] == []


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
def test_a_number_that_is_too_large_is_an_address_with_nothing(make_app: MakeApp, number: int) -> None:
    app = with_practitioner(make_app(), Policy(keeps_pictures=True))
    desk, reference = manager(app), send(app)
    for rule in app.url_map.iter_rules():
        numeric = [name for name, one in rule._converters.items() if isinstance(one, NumberConverter)]
        if numeric and "GET" in (rule.methods or ()):
            built = rule.build({"reference": reference, "print_id": "x", **dict.fromkeys(numeric, number)})
            assert built
            assert desk.client.get(built[1]).status_code == 404


def pages(app: Flask) -> Iterator[tuple[Device, str]]:
    """Pages with forms, and a device that may open each; those that change the clinic come last."""
    desk, patient, kiosk = manager(app), Device(app), tablet(app)
    about = send(app, case("W55"), name="Ada Moss", number="CN-7")
    send(app, case("W55"), number="CN-7")
    assert store_of(app).plans.save(about, 1, PLAN, BY, app_context_of(app).clock())
    invited, asked = invite(app).id, ask_again(app, about).id
    patient.pass_safety()
    kiosk.touch()
    yield from ((patient, address) for address in ("/section/about_you", "/check", "/hand-over", "/leave"))
    yield kiosk, "/section/about_you"
    yield from ((Device(app), address) for address in ("/", "/sign-in", "/come-back", "/invited", "/kiosk"))
    for address in (
        *("/desk/paper/type", f"/desk/{about}", f"/desk/{about}/plan", f"/desk/{about}/ask-again", "/desk"),
        *("/invitations", f"/invitations/{invited}", f"/invitations/{asked}", "/desk/files", "/desk/many"),
        *("/people/add", "/people/1", "/log", "/kiosks/add", "/settings/programs", "/account/password"),
        *("/settings/clinic", "/settings/policy", f"/desk/{about}/delete", "/account"),
    ):
        yield desk, address


def test_no_hidden_field_makes_an_error_of_ours(make_app: MakeApp) -> None:
    app, failed, seen = make_app(), [], {("", "csrf_token")}
    for device, address in pages(app):
        for form in device.open(address).forms:
            hidden = {one["name"] for one in device.page.all("input") if one.get("type") == "hidden"}
            names = [one for one in hidden & form.sends.keys() if (form.action, one) not in seen]
            seen.update((form.action, one) for one in names)
            for name, bad in product(names, WORST):
                answer = device.client.open(form.action, method=form.method, data={**form.sends, name: bad})
                failed += [(form.action, name, bad[:20])] if answer.status_code >= 500 else []
    assert failed == []


ON_PAPER = (
    *("first", "page", "compared", "digest", "edition", "region", "empty", "picture-1", "form", "day"),
    "doubt-sex",
)


@pytest.mark.parametrize("name", ON_PAPER)
def test_no_field_of_a_form_on_paper_makes_an_error_of_ours(make_app: MakeApp, name: str) -> None:
    """Also those that only its second reading or its pictures have."""
    desk = manager(elm(make_app, Clock()))
    for bad in BAD:
        desk.open("/desk/paper/type")
        answer = sent(desk, "take", {**typed(case("W55")), "page": ["0", "1"], name: bad})
        assert answer.status_code < 500, bad[:20]
