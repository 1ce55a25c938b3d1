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
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.kit.rate_limit import client_network
from webapp.web.patient.draft import Draft, update_draft
from webapp.web.patient.flow import CHECK, Step
from webapp.web.patient.pending_notices import pending_flags

SUBMIT = Step("hand_over.show")


@dataclass(frozen=True)
class SectionPage:
    """A questions page. `then` is what follows it: "on", "check" (a Change link), "send", "back", "leave"."""

    section: Section
    is_follow_up: bool = False
    destination: str = "on"

    def url(self, *, problems: str = "", anchor: str | None = None) -> str:
        """The address of this page. With "1" it names all problems, with "typed" only wrong values."""
        endpoint = "sections.more" if self.is_follow_up else "sections.show"
        query: dict[str, Any] = {"from": "check"} if self.destination == "check" else {}
        if problems:
            query["problems"] = problems
        return url_for(endpoint, section=self.section.id, _anchor=anchor, **query)

    def after_button(self, button: str) -> SectionPage:
        """This page, after a button was pressed. Who came to change an answer goes back to the check."""
        returns = button == "back" and self.destination == "check"
        return replace(self, destination=self.destination if returns else button or self.destination)


def section_page(section_id: str, *, is_follow_up: bool = False, destination: str = "") -> SectionPage:
    """The page that the address names. Raises NotFound."""
    try:
        section = app_context().questionnaire.section(section_id)
    except KeyError:
        raise NotFound from None
    return SectionPage(section, is_follow_up, destination or request.args.get("from", "on"))


def redirect_to_resume(draft: Draft) -> Response:
    """Go to the page that was left, or else to the first one that is not done, with what is wrong there."""
    page = _page_left(draft) or _page_of(draft.path.resume())
    if page is None:
        return redirect_to_step(CHECK)
    is_wrong = any(draft.is_invalid(question_id) for question_id in draft.path.due_in(page.section.id))
    return redirect(page.url(problems="typed" if is_wrong else ""), 303)


def _page_left(draft: Draft) -> SectionPage | None:
    left = draft.content.last_page
    if left is None or not draft.path.can_show(left.section):
        return None
    return SectionPage(app_context().questionnaire.section(left.section), left.is_follow_up, left.destination)


def _page_of(place: Step) -> SectionPage | None:
    if not place.section:
        return None
    return SectionPage(app_context().questionnaire.section(place.section), place.endpoint == "sections.more")


def redirect_to_step(place: Step, **query: str) -> Response:
    """Redirect to a place."""
    values: dict[str, Any] = {"section": place.section, **query} if place.section else {}
    return redirect(url_for(place.endpoint, **values), 303)


def redirect_after_save(page: SectionPage, draft: Draft) -> Response:
    """Go where the button says; messages that cannot wait come first."""
    if pending_flags(draft, continuing_section(page)):
        return redirect(url_for("notice.show", section=page.section.id, then=page.destination), 303)
    return AFTER_BUTTON.get(page.destination, _on)(page, draft)


def continuing_section(page: SectionPage) -> str:
    """The section in which the person goes on; "" for who goes elsewhere."""
    return page.section.id if page.destination in ("on", "check") else ""


def _on(page: SectionPage, draft: Draft) -> Response:
    return redirect_to_step(draft.path.next_step(page.section.id))


def _check(_page: SectionPage, draft: Draft) -> Response:
    return redirect_to_step(draft.path.after_change(), **{"from": "check"})


def _send(_page: SectionPage, _draft: Draft) -> Response:
    return redirect_to_step(SUBMIT)


def _back(page: SectionPage, draft: Draft) -> Response:
    return redirect_to_step(
        Step("sections.show", page.section.id)
        if page.is_follow_up
        else draft.path.previous_step(page.section.id)
    )


def _leave(page: SectionPage, draft: Draft) -> Response:
    """Make the words to come back with, and keep them in the draft, to be shown again. Not at a kiosk."""
    if kiosk_request():
        return _on(page, draft)
    sentence = issue_passphrase(draft)
    if sentence is None:
        return redirect(url_for("leave.show", words="later"), 303)
    if sentence != draft.content.passphrase:
        update_draft(draft.token, lambda content: replace(content, passphrase=sentence))
    return redirect(url_for("leave.show"), 303)


def issue_passphrase(draft: Draft) -> str | None:
    """Give the words that the draft has, or new ones; None where too many are being made just now.

    All of them cost a slow hash. An address that has had some made of late comes after those that had none.
    """
    app, now, known = app_context(), app_context().clock(), draft.content.passphrase
    if not known:
        if not app.save_limit.hit(draft.token, now, client_network()):
            return None
        app.save_limit.record_failure(client_network(), now)
    try:
        return app.store.leave(draft.token, now, known) or ""
    except PassphrasesBusy:
        return None


AFTER_BUTTON: dict[str, Callable[[SectionPage, Draft], Response]] = {
    "on": _on,
    "check": _check,
    "send": _send,
    "back": _back,
    "leave": _leave,
}
"""What follows a page, by the button."""
