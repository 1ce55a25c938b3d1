"""The kiosk that a request comes from, and the session of the patient who sits there.

A kiosk has two cookies: its own token, which lasts, and the secret of the session, which ends with it. See
docs/decisions/kiosks.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import g, request, session
from werkzeug.wrappers import Response

from webapp.storage import Kiosk, KioskSession
from webapp.web.kit import cookies
from webapp.web.kit.app_context import app_context

COOKIE = "kiosk"
"""It lasts for a year. Each view of the first screen renews it."""

ANSWER_TIME = timedelta(seconds=20)  # how long "Are you still there?" waits for an answer

MESSAGE_TIME = timedelta(minutes=5)
"""How long a safety message stays if nobody touches the screen: later, others would read it."""

WRITE_INTERVAL = timedelta(seconds=3)
"""The end is written at most every 3 seconds, so a session may end up to 3 seconds early."""

END_SCREEN_TIME = timedelta(seconds=90)
"""How long the end screen stays: to write down a code, or to point a phone at the QR code."""

LETTERS = "letters"  # the cookie of a session with larger letters


@dataclass(frozen=True)
class ActiveSession:
    """A kiosk with a patient at it."""

    kiosk: Kiosk
    session: KioskSession


@dataclass(frozen=True)
class KioskRequest:
    """The kiosk of this request, or None for a device with an unknown token; and its active session."""

    kiosk: Kiosk | None
    session: KioskSession | None

    @property
    def active_session(self) -> ActiveSession | None:
        return ActiveSession(self.kiosk, self.session) if self.kiosk and self.session else None

    @property
    def has_large_letters(self) -> bool:
        return bool(self.session and cookies.get(LETTERS))

    @property
    def takes_report(self) -> bool:
        """Whether a patient gets the report here, and not only at the desk."""
        return bool(self.kiosk and (self.kiosk.config.offers_phone or self.kiosk.config.offers_print))

    @property
    def page_session(self) -> str:
        """A digest of the session, "" without one: a page stays only while it is that of the kiosk."""
        return sha256(f"page of {self.session.token}".encode()).hexdigest() if self.session else ""

    @property
    def seconds_left(self) -> int:
        """How long the session lasts without a touch."""
        left = self.session.ends_at - app_context().clock() if self.session else timedelta()
        return max(0, int(left.total_seconds()))


def device_token() -> str:
    """Return the kiosk token of this device; "" if it has none."""
    return cookies.get(COOKIE)


def identify(secret: str) -> KioskRequest | None:
    """Find the kiosk and the session of this request; return None for a device without a kiosk token."""
    device = device_token()
    if not device:
        return None
    # Remains if the store raises: this device must not count as a patient's own.
    g.kiosk_request = KioskRequest(None, None)
    app = app_context()
    kiosk = app.store.kiosks.by_token(device)
    found = app.store.kiosk_sessions.get(kiosk.id, device, secret, app.clock()) if kiosk else None
    g.kiosk_request = KioskRequest(kiosk, found)
    return kiosk_request()


def kiosk_request() -> KioskRequest | None:
    """Return what `identify` found."""
    found: KioskRequest | None = g.get("kiosk_request")
    return found


def page_kiosk_request() -> KioskRequest | None:
    """Return the templates' `kiosk_request`: None except at a kiosk and on the page that enrols one."""
    return kiosk_request() or (KioskRequest(None, None) if request.blueprint == "kiosk" else None)


def current_kiosk() -> Kiosk | None:
    """Return the kiosk of this request; None for any other device."""
    found = kiosk_request()
    return found.kiosk if found else None


def draft_token() -> str | None:
    """Return the token of the session's draft, "" without a session; None if the device is no kiosk."""
    found = kiosk_request()
    if found is None:
        return None
    return found.session.token if found.session else ""


def active_session() -> ActiveSession | None:
    """Return the active session of this kiosk."""
    found = kiosk_request()
    return found.active_session if found else None


def start_session(kiosk: Kiosk, content: Mapping[str, Any], *, is_counted: bool) -> str:
    """Start a session with this draft in place of the one that is active, and return its secret.

    It has form tokens of its own: forms of the session before are refused. With `is_counted`, it takes part
    in the counts of where people stop.
    """
    now = app_context().clock()
    until = idle_end(kiosk, now)
    session.clear()
    sessions = app_context().store.kiosk_sessions
    return sessions.start(kiosk.id, device_token(), content, now, until, is_counted=is_counted)


def idle_end(one: Kiosk, now: datetime) -> datetime:
    """Return when a session ends if nobody touches the screen from now on."""
    return now + timedelta(seconds=one.config.idle_seconds) + ANSWER_TIME


def begin_idle_time(active: ActiveSession) -> None:
    """Restart the idle time for a page that was opened, except on the end screen."""
    ends_at = idle_end(active.kiosk, app_context().clock())
    if not active.session.is_done and abs(ends_at - active.session.ends_at) >= WRITE_INTERVAL:
        extend(active, ends_at)


def extend_session(active: ActiveSession) -> int:
    """Extend the session of somebody who is there; return the seconds that it now lasts.

    A message that cannot wait keeps its longer time, and the end screen its shorter one.
    """
    now = app_context().clock()
    ends_at = (
        now + END_SCREEN_TIME
        if active.session.is_done
        else max(active.session.ends_at, idle_end(active.kiosk, now))
    )
    extend(active, ends_at)
    return int((ends_at - now).total_seconds())


def extend(active: ActiveSession, ends_at: datetime) -> None:
    """Let the session end at this time, for this request's page too."""
    app_context().store.kiosk_sessions.extend(active.kiosk.id, app_context().clock(), ends_at)
    g.kiosk_request = KioskRequest(active.kiosk, replace(active.session, ends_at=ends_at))


def finish_questions(active: ActiveSession) -> bool:
    """End the questions of this session: its end screen begins. Return whether this was the first time."""
    if active.session.is_done:
        return False
    now = app_context().clock()
    end = now + END_SCREEN_TIME
    is_first = app_context().store.kiosk_sessions.finish(active.kiosk.id, now, end)
    g.kiosk_request = KioskRequest(active.kiosk, replace(active.session, ends_at=end, is_done=True))
    return is_first


def change_letters(response: Response) -> Response:
    """Switch this session between normal and larger letters."""
    if cookies.get(LETTERS):
        return cookies.delete(response, LETTERS)
    return cookies.put(response, LETTERS, "large", None)


def end_session() -> None:
    """End the session of this kiosk, if this is one."""
    found = kiosk_request()
    if found and found.kiosk:
        app_context().store.kiosk_sessions.end(found.kiosk.id, app_context().clock())
        g.kiosk_request = KioskRequest(found.kiosk, None)


def enrol(response: Response, token: str) -> Response:
    """Make this device a kiosk."""
    return cookies.put(response, COOKIE, token, cookies.YEAR_SECONDS)


def unenrol(response: Response) -> Response:
    """Make this device a kiosk no longer."""
    return cookies.delete(response, COOKIE)
