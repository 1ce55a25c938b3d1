"""Every word of every page goes through the catalogues: none is bare in a language of brackets."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Flask

from tests.pseudo_language import bare_words, pseudo_translations
from tests.web.conftest import CLINIC
from tests.web.device import PASSED, SAFE, Device
from tests.web.fakes import MakeApp, with_practitioner
from tests.web.invitations import invite
from tests.web.kiosk.tablet import tablet
from tests.web.staff import signed_in
from tests.web.submissions import BLEEDS, send

LEFT_OUT = frozenset({"assets", "health"})
"""Blueprints without pages."""

NAMES = re.compile(
    r"\b(?:UTC|Montag, [0-9. ]+|Nov\w*|Uhr|Maria|Ada Moss|Window|Waiting room|http://localhost)\b|(?:min|max)\(|[0-9A-Z]{4}-[0-9A-Z]{2}"
)


def addresses(app: Flask, **values: str) -> list[str]:
    """Return the addresses of all pages, with these values in them."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    kept = (rule for rule in rules if rule.endpoint.partition(".")[0] not in LEFT_OUT)
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return sorted(
            adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            for rule in kept
            if rule.arguments <= values.keys()
        )


def bare_on(device: Device, urls: list[str]) -> dict[str, list[str]]:
    found = {}
    for url in urls:
        answer = device.client.get(url)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            bare = bare_words(answer.text, NAMES)
            found.update({url: bare} if bare else {})
    return found


def test_no_word_of_a_page_is_bare(make_app: MakeApp) -> None:
    clinic = replace(CLINIC, name="", language="de", numbers_phoned="⁅Ann⁆, 1.5.2026")
    app = with_practitioner(make_app(clinic=clinic, translations=pseudo_translations()))
    reference, other = send(app, BLEEDS, name="⁅Kim⁆", number="⁅1⁆"), send(app, BLEEDS, number="⁅1⁆")
    manager, kiosk = signed_in(app, "manager", "⁅ada⁆"), tablet(app)
    values = {"reference": reference, "other": other, "kiosk_id": str(kiosk.number), "number": "1"}
    values["invitation_id"] = invite(app, "⟦1⟧").id
    urls = addresses(app, **values, why="finished", section="safety", edition="standard")
    found = bare_on(manager, urls)
    found |= bare_on(signed_in(app, "front_desk", "⁅fay⁆"), urls)
    patient = Device(app)
    patient.open("/")
    patient.press("⁅Start⁆")
    patient.press("⁅Continue⁆", {**PASSED, **SAFE})
    found |= bare_on(patient, urls)
    kiosk.open("/kiosk")
    found |= bare_on(kiosk, urls)
    kiosk.press("⁅Touch to start⁆")
    found |= bare_on(kiosk, urls)
    assert found == {}
