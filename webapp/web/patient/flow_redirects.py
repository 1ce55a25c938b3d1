"""Where each button of a questions page leads, once what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.questionnaire.model import Section
from webapp.storage import PassphrasesBusy
from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import visit
from webapp.web.kit.rate_limit import origin
from webapp.web.patient.draft import Sitting, keep
from webapp.web.patient.flow import CHECK, Place
from webapp.web.patient.pending_notices import unread

HAND_OVER = Place("hand_over.show")


@dataclass(frozen=True)
class At:
    """A questions page. `then` is what follows it: "on", "check" (a Change link), "send", "back", "leave"."""

    section: Section
    is_more: bool = False
    then: str = "on"

    def url(self, *, problems: str = "", anchor: str | None = None) -> str:
        """The address of this page. With "1" it names all problems, with "typed" only wrong values."""
        endpoint = "sections.more" if self.is_more else "sections.show"
        kept: dict[str, Any] = {"from": "check"} if self.then == "check" else {}
        if problems:
            kept["problems"] = problems
        return url_for(endpoint, section=self.section.id, _anchor=anchor, **kept)

    def towards(self, button: str) -> At:
        """This page, after a button was pressed. Who came to change an answer goes back to the check."""
        returns = button == "back" and self.then == "check"
        return replace(self, then=self.then if returns else button or self.then)


def at(section_id: str, *, is_more: bool = False, then: str = "") -> At:
    """The page that the address names. Raises NotFound."""
    try:
        section = app_context().questionnaire.section(section_id)
    except KeyError:
        raise NotFound from None
    return At(section, is_more, then or request.args.get("from", "on"))


def come_back_to(now: Sitting) -> Response:
    """Go to the page that was left, or else to the first one that is not done, with what is wrong there."""
    page = _left(now) or _next(now.path.resuming())
    if page is None:
        return to(CHECK)
    is_wrong = any(now.is_wrong(question_id) for question_id in now.path.of(page.section.id))
    return redirect(page.url(problems="typed" if is_wrong else ""), 303)


def _left(now: Sitting) -> At | None:
    left = now.filled.left
    if left is None or not now.path.is_there(left.section):
        return None
    return At(app_context().questionnaire.section(left.section), left.is_more, left.then)


def _next(place: Place) -> At | None:
    if not place.section:
        return None
    return At(app_context().questionnaire.section(place.section), place.endpoint == "sections.more")


def to(place: Place, **query: str) -> Response:
    """Redirect to a place."""
    values: dict[str, Any] = {"section": place.section, **query} if place.section else {}
    return redirect(url_for(place.endpoint, **values), 303)


def follow(page: At, kept: Sitting) -> Response:
    """Go where the button says; messages that cannot wait come first."""
    if unread(kept, within(page)):
        return redirect(url_for("notice.show", section=page.section.id, then=page.then), 303)
    return FOLLOWING.get(page.then, _on)(page, kept)


def within(page: At) -> str:
    """The section in which the person goes on; "" for who goes elsewhere."""
    return page.section.id if page.then in ("on", "check") else ""


def _on(page: At, kept: Sitting) -> Response:
    return to(kept.path.onward(page.section.id))


def _check(_page: At, kept: Sitting) -> Response:
    return to(kept.path.returning(), **{"from": "check"})


def _send(_page: At, _kept: Sitting) -> Response:
    return to(HAND_OVER)


def _back(page: At, kept: Sitting) -> Response:
    return to(Place("sections.show", page.section.id) if page.is_more else kept.path.back(page.section.id))


def _leave(page: At, kept: Sitting) -> Response:
    """Make the words to come back with, and keep them in the draft, to be shown again. Not at a kiosk."""
    if visit():
        return _on(page, kept)
    sentence = words_for(kept)
    if sentence is None:
        return redirect(url_for("leave.show", words="later"), 303)
    if sentence != kept.filled.sentence:
        keep(kept.token, lambda filled: replace(filled, sentence=sentence))
    return redirect(url_for("leave.show"), 303)


def words_for(kept: Sitting) -> str | None:
    """Give the words that the draft has, or new ones; None where too many are being made just now.

    All of them cost a slow hash. An address that has had some made of late comes after those that had none.
    """
    app, now, known = app_context(), app_context().clock(), kept.filled.sentence
    if not known:
        if not app.leavings.allows(kept.token, now, origin()):
            return None
        app.leavings.failed(origin(), now)
    try:
        return app.store.leave(kept.token, now, known) or ""
    except PassphrasesBusy:
        return None


FOLLOWING: dict[str, Callable[[At, Sitting], Response]] = {
    "on": _on,
    "check": _check,
    "send": _send,
    "back": _back,
    "leave": _leave,
}
"""What follows a page, by the button."""
