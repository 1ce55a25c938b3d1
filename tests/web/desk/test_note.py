"""The private note of a submission: kept as typed, overwritten by nobody, and lost by nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from tests.web.desk.desk_pages import opened
from tests.web.fakes import Clock, MakeApp
from tests.web.staff import app_context_of, signed_in, store_of
from tests.web.submissions import acts, kept, send
from webapp.storage import Store, StoreUnavailable
from webapp.web.kit.app_context import EXTENSION


class Down:
    """A store whose database is down, all but the settings and keys that a process remembers."""

    def __init__(self, store: Store) -> None:
        self.settings = store.clinic_settings
        self.signing_keys = store.signing_keys

    def __getattr__(self, name: str) -> object:
        raise StoreUnavailable(name)


def test_a_note_is_kept_as_it_was_typed_and_shown_as_text(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    page = opened(app, reference).press("Save the note", {"note": "Call <b>Tuesday</b>\r\n=1+1\x00 "})
    assert "The note is saved." in page.text
    assert page.value("note") == ["Call <b>Tuesday</b>\n=1+1\N{REPLACEMENT CHARACTER}"]
    assert acts(app, reference)[-1][1] == "wrote a note"


def test_a_note_keeps_blanks_and_joiners_of_any_language_and_drops_marks_of_direction(
    make_app: MakeApp,
) -> None:
    app = make_app()
    reference = send(app)
    kept = "Fibres\N{NO-BREAK SPACE}: 20\N{NARROW NO-BREAK SPACE}g, على\N{ZERO WIDTH NON-JOINER}رضا"
    page = opened(app, reference).press(
        "Save the note", {"note": f"\N{LEFT-TO-RIGHT MARK}{kept}\N{ZERO WIDTH SPACE}"}
    )
    assert page.value("note") == [kept]


def test_a_note_that_somebody_else_changed_meanwhile_is_not_overwritten(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    mine, theirs = opened(app, reference), opened(app, reference)
    theirs.press("Save the note", {"note": "Theirs"})
    page = mine.press("Save the note", {"note": "Mine"})
    assert page.status == 409
    assert "What stands there now: Theirs" in page.text
    assert page.value("note") == ["Mine"]
    assert kept(app, reference).note == "Theirs"


def test_both_notes_can_then_be_put_together(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    mine, theirs = opened(app, reference), opened(app, reference)
    theirs.press("Save the note", {"note": "Theirs"})
    mine.press("Save the note", {"note": "Mine"})
    mine.press("Save the note", {"note": "Theirs and mine"})
    assert kept(app, reference).note == "Theirs and mine"


def test_a_note_is_saved_though_the_submission_was_printed_meanwhile(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = opened(app, reference)
    signed_in(app).client.get(f"/desk/{reference}/print/report")
    device.press("Save the note", {"note": "Mine"})
    assert (kept(app, reference).note, kept(app, reference).state) == ("Mine", "printed")


def test_a_note_that_is_too_long_is_given_back(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    page = opened(app, reference).press("Save the note", {"note": "x" * 10_001})
    assert page.status == 422
    assert page.value("note") == ["x" * 10_001]
    assert kept(app, reference).note == ""


def test_a_note_without_a_good_token_is_given_back(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    page = opened(app, reference).press("Save the note", {"note": "Mine", "csrf_token": "forged"})
    assert page.status == 400
    assert page.value("note") == ["Mine"]
    assert kept(app, reference).note == ""


def test_a_note_that_came_after_the_sign_in_ended_is_given_back(make_app: MakeApp) -> None:
    clock = Clock()
    app = make_app(clock=clock)
    reference = send(app)
    device = opened(app, reference)
    clock.put_on(minutes=20)
    page = device.press("Save the note", {"note": "Two hours of work"})
    assert "Two hours of work" in page.text
    assert kept(app, reference).note == ""


def test_the_private_note_is_on_no_print(make_app: MakeApp) -> None:
    app = make_app()
    device = opened(app, send(app))
    device.press("Save the note", {"note": "Private words"})
    for sheet in ("practitioner", "report", "large"):
        device.client.get(f"{device.page.url.partition('?')[0]}/print/{sheet}")
    asked = app_context_of(app).render_pool.asked  # type: ignore[attr-defined]
    assert len(asked) == 3
    assert not any("Private words" in repr(view) for view in asked)


def test_a_note_that_comes_while_the_store_is_down_is_given_back_to_be_sent_again(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = opened(app, reference)
    here = app_context_of(app)
    app.extensions[EXTENSION] = replace(here, store=cast("Store", Down(here.store)))
    page = device.press("Save the note", {"note": "Two hours\nof work"})
    assert (page.status, page.value("note")) == (503, ["Two hours\nof work"])
    app.extensions[EXTENSION] = here
    device.press("Try again")
    assert kept(app, reference).note == "Two hours\nof work"


def test_a_note_on_what_was_deleted_meanwhile_is_given_back(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    device = opened(app, reference)
    store_of(app).submissions.delete(reference, "practitioner 9", app_context_of(app).clock())
    page = device.press("Save the note", {"note": "Two hours of work"})
    assert (page.status, page.value("note")) == (404, ["Two hours of work"])


def test_a_note_that_another_site_sent_is_not_shown_in_our_name(make_app: MakeApp) -> None:
    device = signed_in(make_app())
    foreign = {"Sec-Fetch-Site": "cross-site"}
    answer = device.client.post("/desk/7Q4K-XY/note", data={"note": "Pay here"}, headers=foreign)
    assert answer.status_code == 404
    assert "Pay here" not in answer.text


def test_a_page_that_gives_a_note_back_is_an_opening_like_any_other(make_app: MakeApp) -> None:
    app = make_app()
    for typing in ({"csrf_token": "forged"}, {"note": "x" * 10_001}, {"was": "another"}):
        reference = send(app)
        device = opened(app, reference)
        before = len(acts(app, reference))
        device.press("Save the note", typing)
        assert [act for _, act in acts(app, reference)[before:]] == ["opened"]


def test_a_note_says_who_wrote_it_and_what_stood_there_before(make_app: MakeApp) -> None:
    app = make_app()
    reference = send(app)
    for login, text in (("jo", "First thoughts"), ("kim", "Second thoughts")):
        device = signed_in(app, login=login)
        device.open(f"/desk/{reference}")
        page = device.press("Save the note", {"note": text})
    assert page.value("note") == ["Second thoughts"]
    assert "Last written by Jo Reed, November 23, 2026" in page.text
    assert "1 earlier version of the note" in page.text
    assert "First thoughts" in page.text
