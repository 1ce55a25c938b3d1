"""A follow-up at a kiosk: by its six words and the year of birth, and then nothing of it is left."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.web.fakes import Clock, MakeApp, with_practitioner
from tests.web.follow_ups import ASKED, BORN, answer_all, follow_up
from tests.web.kiosk.tablet import PLAN, Tablet, replayed, tablet
from tests.web.staff import app_context_of, store_of
from webapp.storage import KioskConfig

GIVES_NONE = KioskConfig("Window", "Waiting room", offers_phone=False)
OUTCOME = "Agreed, and changed."


def words_of_slip(app: Flask, about: str) -> str:
    now = app_context_of(app).clock()
    (made,) = store_of(app).patient_invitations.for_submission(about, now)
    return made.invitee.words


def at_the_end(make_app: MakeApp, plan: KioskConfig) -> Tablet:
    """Type the words and the year at a kiosk, answer, and send."""
    clock = Clock()
    app = with_practitioner(make_app(clock=clock))
    about, _ = follow_up(app, clock)
    kiosk = tablet(app, plan)
    kiosk.open("/kiosk")
    kiosk.press("I have an invitation from the clinic")
    kiosk.press("Open my form", {"words": words_of_slip(app, about)})
    assert "Last time you said" not in kiosk.page.text
    (begins,) = (form for form in kiosk.page.forms if form.action.startswith("/invited/"))
    kiosk.send(begins, BORN)
    assert answer_all(kiosk) == ASKED
    kiosk.press("Continue")
    kiosk.press("Continue", {"way": "send"})
    return kiosk


def test_the_end_screen_says_what_became_of_the_plan_and_then_forgets_it(make_app: MakeApp) -> None:
    kiosk = at_the_end(make_app, PLAN)
    assert OUTCOME in kiosk.page.text
    kiosk.press("I am done")
    assert kiosk.is_at_first_screen
    assert not any(OUTCOME in page or "Last time you said" in page for page in replayed(kiosk))


def test_a_kiosk_that_gives_no_report_shows_no_outcome(make_app: MakeApp) -> None:
    kiosk = at_the_end(make_app, GIVES_NONE)
    assert "Your code for the desk" in kiosk.page.text
    assert OUTCOME not in kiosk.page.text


def test_the_page_for_the_words_ends_like_any_other(app: Flask) -> None:
    kiosk = tablet(app)
    kiosk.open("/invited")
    assert kiosk.is_at_first_screen, "without a session no words are taken"
    kiosk.press("I have an invitation from the clinic")
    assert kiosk.page.url == "/invited"
    clock = kiosk.here.clock
    assert isinstance(clock, Clock)
    clock.now += timedelta(minutes=10)
    kiosk.open("/invited")
    assert kiosk.is_at_first_screen
