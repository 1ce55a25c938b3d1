"""Whether this request comes from a kiosk of the clinic, and who sits there. See docs/decisions/kiosks.md.

A kiosk has two cookies: its own token, which lasts, and the secret of the sitting, which dies with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import g, request
from werkzeug.wrappers import Response

from webapp.storage import Kiosk, KioskSession
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context

COOKIE = "kiosk"

YEAR_SECONDS = 365 * 86_400
"""Browsers keep no cookie for much longer; each look at the first screen begins it anew."""

GRACE = timedelta(seconds=20)
"""How long "Are you still there?" waits for an answer."""

READING = timedelta(minutes=5)
"""How long a message that cannot wait stays if nobody touches the screen: later, others would read it."""

UNWRITTEN = timedelta(seconds=3)
"""Not every page writes: a sitting may end by so much sooner than it would."""

AFTER = timedelta(seconds=90)
"""How long the last screen stays: to write a code down, or to find a phone and point it at the square."""

LETTERS = "letters"
"""The cookie of a sitting in which the letters are larger."""


@dataclass(frozen=True)
class Seat:
    """A kiosk, and whoever sits there."""

    kiosk: Kiosk
    sitting: KioskSession


@dataclass(frozen=True)
class Visit:
    """The kiosk that asks; None for a device that holds the token of none. `sitting` is the living one."""

    kiosk: Kiosk | None
    sitting: KioskSession | None

    @property
    def seat(self) -> Seat | None:
        return Seat(self.kiosk, self.sitting) if self.kiosk and self.sitting else None

    @property
    def has_large_letters(self) -> bool:
        """Whether this patient asked for them."""
        return bool(self.sitting and cookies.held(LETTERS))

    @property
    def takes_report(self) -> bool:
        """Whether a patient gets the report here, and not only at the desk."""
        return bool(self.kiosk and (self.kiosk.plan.offers_phone or self.kiosk.plan.offers_print))

    @property
    def seconds_left(self) -> int:
        """How long the sitting lasts if nobody touches anything."""
        left = self.sitting.ends_at - app_context().clock() if self.sitting else timedelta()
        return max(0, int(left.total_seconds()))


def device_token() -> str:
    """What this device holds as a kiosk; "" where it is none."""
    return cookies.held(COOKIE)


def look(secret: str) -> Visit | None:
    """Find out who asks, with the secret of a sitting; None for a device that is no kiosk's."""
    device = device_token()
    if not device:
        return None
    g.visit = Visit(None, None)  # also where the store does not answer: this is no patient's own device
    app = app_context()
    kiosk = app.store.kiosks.holding(device)
    sitting = app.store.sittings.of(kiosk.id, device, secret, app.clock()) if kiosk else None
    g.visit = Visit(kiosk, sitting)
    return visit()


def visit() -> Visit | None:
    """What `look` found."""
    found: Visit | None = g.get("visit")
    return found


def guise() -> Visit | None:
    """What the pages of a kiosk are told, the one that enrols a device too; None on every other page."""
    return visit() or (Visit(None, None) if request.blueprint == "kiosk" else None)


def kiosk() -> Kiosk | None:
    """The kiosk that asks; None for every other device."""
    found = visit()
    return found.kiosk if found else None


def draft_token() -> str | None:
    """The token of the sitting's draft, "" without a sitting; None for a device that is no kiosk's."""
    found = visit()
    if found is None:
        return None
    return found.sitting.token if found.sitting else ""


def seat() -> Seat | None:
    """The kiosk that asks, where somebody sits there."""
    found = visit()
    return found.seat if found else None


def until(one: Kiosk, now: datetime) -> datetime:
    """When a sitting ends if nobody touches the screen from now on."""
    return now + timedelta(seconds=one.plan.idle_seconds) + GRACE


def begin_idle_time(here: Seat) -> None:
    """Somebody came to another page: the idle time begins anew, unless this is the last screen."""
    ends_at = until(here.kiosk, app_context().clock())
    if not here.sitting.is_done and abs(ends_at - here.sitting.ends_at) >= UNWRITTEN:
        prolong(here, ends_at)


def stay(here: Seat) -> int:
    """Somebody is there: give the seconds that the sitting now lasts.

    A message that cannot wait keeps its own, longer time; the last screen, its shorter one.
    """
    now = app_context().clock()
    ends_at = now + AFTER if here.sitting.is_done else max(here.sitting.ends_at, until(here.kiosk, now))
    prolong(here, ends_at)
    return int((ends_at - now).total_seconds())


def prolong(here: Seat, ends_at: datetime) -> None:
    """Let the sitting end then, and this request's page say so."""
    app_context().store.sittings.prolong(here.kiosk.id, app_context().clock(), ends_at)
    g.visit = Visit(here.kiosk, replace(here.sitting, ends_at=ends_at))


def finish(here: Seat) -> bool:
    """The answers of this sitting are given: its last screen begins. True for the first time."""
    if here.sitting.is_done:
        return False
    now = app_context().clock()
    is_first = app_context().store.sittings.finish(here.kiosk.id, now, now + AFTER)
    g.visit = Visit(here.kiosk, replace(here.sitting, ends_at=now + AFTER, is_done=True))
    return is_first


def change_letters(response: Response) -> Response:
    """Make the letters of this sitting larger, or as they were."""
    if cookies.held(LETTERS):
        return cookies.take_away(response, LETTERS)
    return cookies.give(response, LETTERS, "large", None)


def end_sitting() -> None:
    """End the sitting of this kiosk; elsewhere, nothing."""
    found = visit()
    if found and found.kiosk:
        app_context().store.sittings.end(found.kiosk.id)
        g.visit = Visit(found.kiosk, None)


def enrol(response: Response, token: str) -> Response:
    """Let this device be a kiosk."""
    return cookies.give(response, COOKIE, token, YEAR_SECONDS)


def dismiss(response: Response) -> Response:
    """Let this device be no kiosk any more."""
    return cookies.take_away(response, COOKIE)
