"""What is printed of an earlier visit: only where it is proven to be the same patient's."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from tests.web.desk.desk_pages import opened
from tests.web.fakes import Clock, MakeApp, Printer
from tests.web.follow_ups import BY, PLAN, elm
from tests.web.site.test_api import fetch, token_for
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import acts, case, kept, send
from webapp.report.pdf.html import render_html
from webapp.storage import FollowUpOf

HEADING = "What became of the plan"
AGREED = "3 times a week"
BY_NUMBER_ALONE = "anybody can type a number"


def planned_and_typed(app: Flask, clock: Clock) -> tuple[str, str]:
    """A visit with a plan and, some weeks later, somebody who types the same number."""
    planned = send(app, case("W55"), name="Vera Voss", number="CN-7")
    assert store_of(app).plans.save(planned, 1, PLAN, BY, clock.now)
    clock.put_on(days=42)
    return planned, send(app, {**case("W55"), "age_years": 41, "legumes_per_week": 3}, number="cn7")


def printed(app: Flask) -> str:
    """Return the last document that was printed: its page, and all that it is made of."""
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    return render_html(printer.asked[-1]) + repr(printer.asked[-1])


def printed_everywhere(app: Flask, reference: str) -> list[str]:
    """Return each paper of a submission: of desk, front desk and another program."""
    desk, front = signed_in(app), signed_in(app, "front_desk", "fay")
    found = []
    for sheet in ("report", "large", "patient", "practitioner"):
        assert desk.client.get(f"/desk/{reference}/print/{sheet}").status_code == 200
        found.append(printed(app))
    assert desk.client.get(f"/desk/print/report?r={reference}").status_code == 200
    found.append(printed(app))
    opened(app, reference).press("Let the front desk print the report")
    assert front.client.get(f"/front-desk/{reference}/report").status_code == 200
    found.append(printed(app))
    token = token_for(app, "report", "answers")
    assert fetch(app, reference, "/report.pdf", token)[0] == 200
    found.append(printed(app))
    files = (fetch(app, reference, f"/answers.{kind}", token)[1].decode() for kind in ("json", "fhir.json"))
    return [*found, *files]


def test_who_types_a_number_has_nothing_of_another_visit_on_paper(make_app: MakeApp) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    _, typed = planned_and_typed(app, clock)
    for paper in printed_everywhere(app, typed):
        assert HEADING not in paper
        assert AGREED not in paper
        assert "52" not in paper.partition("Age")[2][:60]


def test_the_likely_visit_is_shown_with_its_doubt_until_a_practitioner_confirms_it(
    make_app: MakeApp,
) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    planned, typed = planned_and_typed(app, clock)
    device = opened(app, typed)
    assert HEADING in device.page.text
    assert BY_NUMBER_ALONE in device.page.text
    page = device.press(f"It is the same patient {planned}")
    assert "belong to the same patient now" in page.text
    assert HEADING in page.text
    assert BY_NUMBER_ALONE not in page.text
    assert acts(app, typed)[-1][1] == "linked"
    *papers, _json, _fhir = printed_everywhere(app, typed)
    assert [AGREED in one for one in papers] == [True, True, True, False, True, True, True]


def test_a_comparison_is_not_printed_before_the_visits_are_proven(make_app: MakeApp) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    planned, typed = planned_and_typed(app, clock)
    device, compared = signed_in(app), f"/desk/{typed}/compare/{planned}"
    for address in (compared, f"/desk/{typed}/visits"):
        assert BY_NUMBER_ALONE in device.open(address).text
        assert "Print th" not in device.page.text
    assert device.client.get(f"{compared}/print").status_code == 404
    assert store_of(app).visits.link(typed, planned, BY, clock.now)
    assert BY_NUMBER_ALONE not in device.open(compared).text
    assert device.client.get(f"{compared}/print").status_code == 200


def test_a_follow_up_that_was_taken_out_shows_nothing_of_last_time(make_app: MakeApp) -> None:
    clock = Clock()
    app = elm(make_app, clock)
    planned, typed = planned_and_typed(app, clock)
    planned_before, about = app_context_of(app).documents.planned_before, FollowUpOf(planned, {})
    assert planned_before(replace(kept(app, typed), follow_up=about)) is not None
    assert store_of(app).visits.unlink(typed, BY, clock.now)
    assert planned_before(replace(kept(app, typed), follow_up=about)) is None
