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
class ActiveSession:
    """A kiosk, and whoever sits there."""

    kiosk: Kiosk
    sitting: KioskSession


@dataclass(frozen=True)
class KioskRequest:
    """The kiosk that asks; None for a device that holds the token of none. `sitting` is the living one."""

    kiosk: Kiosk | None
    sitting: KioskSession | None

    @property
    def active_session(self) -> ActiveSession | None:
        return ActiveSession(self.kiosk, self.sitting) if self.kiosk and self.sitting else None

    @property
    def has_large_letters(self) -> bool:
        """Whether this patient asked for them."""
        return bool(self.sitting and cookies.get(LETTERS))

    @property
    def takes_report(self) -> bool:
        """Whether a patient gets the report here, and not only at the desk."""
        return bool(self.kiosk and (self.kiosk.config.offers_phone or self.kiosk.config.offers_print))

    @property
    def seconds_left(self) -> int:
        """How long the sitting lasts if nobody touches anything."""
        left = self.sitting.ends_at - app_context().clock() if self.sitting else timedelta()
        return max(0, int(left.total_seconds()))


def device_token() -> str:
    """What this device holds as a kiosk; "" where it is none."""
    return cookies.get(COOKIE)


def identify(secret: str) -> KioskRequest | None:
    """Find out who asks, with the secret of a sitting; None for a device that is no kiosk's."""
    device = device_token()
    if not device:
        return None
    g.visit = KioskRequest(
        None, None
    )  # also where the store does not answer: this is no patient's own device
    app = app_context()
    kiosk = app.store.kiosks.by_token(device)
    sitting = app.store.kiosk_sessions.get(kiosk.id, device, secret, app.clock()) if kiosk else None
    g.visit = KioskRequest(kiosk, sitting)
    return kiosk_request()


def kiosk_request() -> KioskRequest | None:
    """What `look` found."""
    found: KioskRequest | None = g.get("visit")
    return found


def kiosk_context() -> KioskRequest | None:
    """What the pages of a kiosk are told, the one that enrols a device too; None on every other page."""
    return kiosk_request() or (KioskRequest(None, None) if request.blueprint == "kiosk" else None)


def kiosk() -> Kiosk | None:
    """The kiosk that asks; None for every other device."""
    found = kiosk_request()
    return found.kiosk if found else None


def draft_token() -> str | None:
    """The token of the sitting's draft, "" without a sitting; None for a device that is no kiosk's."""
    found = kiosk_request()
    if found is None:
        return None
    return found.sitting.token if found.sitting else ""


def active_session() -> ActiveSession | None:
    """The kiosk that asks, where somebody sits there."""
    found = kiosk_request()
    return found.active_session if found else None


def idle_end(one: Kiosk, now: datetime) -> datetime:
    """When a sitting ends if nobody touches the screen from now on."""
    return now + timedelta(seconds=one.config.idle_seconds) + GRACE


def begin_idle_time(here: ActiveSession) -> None:
    """Somebody came to another page: the idle time begins anew, unless this is the last screen."""
    ends_at = idle_end(here.kiosk, app_context().clock())
    if not here.sitting.is_done and abs(ends_at - here.sitting.ends_at) >= UNWRITTEN:
        extend(here, ends_at)


def extend_session(here: ActiveSession) -> int:
    """Somebody is there: give the seconds that the sitting now lasts.

    A message that cannot wait keeps its own, longer time; the last screen, its shorter one.
    """
    now = app_context().clock()
    ends_at = now + AFTER if here.sitting.is_done else max(here.sitting.ends_at, idle_end(here.kiosk, now))
    extend(here, ends_at)
    return int((ends_at - now).total_seconds())


def extend(here: ActiveSession, ends_at: datetime) -> None:
    """Let the sitting end then, and this request's page say so."""
    app_context().store.kiosk_sessions.extend(here.kiosk.id, app_context().clock(), ends_at)
    g.visit = KioskRequest(here.kiosk, replace(here.sitting, ends_at=ends_at))


def finish(here: ActiveSession) -> bool:
    """The answers of this sitting are given: its last screen begins. True for the first time."""
    if here.sitting.is_done:
        return False
    now = app_context().clock()
    is_first = app_context().store.kiosk_sessions.finish(here.kiosk.id, now, now + AFTER)
    g.visit = KioskRequest(here.kiosk, replace(here.sitting, ends_at=now + AFTER, is_done=True))
    return is_first


def change_letters(response: Response) -> Response:
    """Make the letters of this sitting larger, or as they were."""
    if cookies.get(LETTERS):
        return cookies.delete(response, LETTERS)
    return cookies.put(response, LETTERS, "large", None)


def end_session() -> None:
    """End the sitting of this kiosk; elsewhere, nothing."""
    found = kiosk_request()
    if found and found.kiosk:
        app_context().store.kiosk_sessions.end(found.kiosk.id)
        g.visit = KioskRequest(found.kiosk, None)


def enrol(response: Response, token: str) -> Response:
    """Let this device be a kiosk."""
    return cookies.put(response, COOKIE, token, YEAR_SECONDS)


def unenrol(response: Response) -> Response:
    """Let this device be no kiosk any more."""
    return cookies.delete(response, COOKIE)
