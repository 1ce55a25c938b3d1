"""Redirects between the pages of the questionnaire: what follows each button of a questions page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, Self

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.questionnaire.model import Section
from webapp.web.kit.app_context import app_context
from webapp.web.kit.kiosk_session import kiosk_request
from webapp.web.patient.draft import Draft
from webapp.web.patient.flow import CHECK, Step
from webapp.web.patient.passphrase import issue_passphrase
from webapp.web.patient.question_fields import anchor


@dataclass(frozen=True)
class SectionPage:
    """A page of questions: a section, or its follow-ups.

    `destination`: what follows the page: "on" (the next page), "check" (for a Change link), "send", "back"
    or "leave".
    """

    section: Section
    is_follow_up: bool = False
    destination: str = "on"

    def url(self, *, problems: str = "", anchor: str | None = None) -> str:
        """Return the address. `problems`: "1" shows all error messages, "typed" only wrong values."""
        endpoint = "sections.more" if self.is_follow_up else "sections.show"
        query: dict[str, Any] = {"from": "check"} if self.destination == "check" else {}
        if problems:
            query["problems"] = problems
        return url_for(endpoint, section=self.section.id, _anchor=anchor, **query)

    def after_button(self, button: str) -> Self:
        """Return the page with a button's destination. Back on a changed answer leads to the check page."""
        returns = button == "back" and self.destination == "check"
        return replace(self, destination=self.destination if returns else button or self.destination)

    @property
    def continuing_section(self) -> str:
        """The id of the section in which the patient goes on, or "" when the destination is elsewhere."""
        return self.section.id if self.destination in ("on", "check") else ""


def section_page(section_id: str, *, is_follow_up: bool = False, destination: str = "") -> SectionPage:
    """Return the page that an address names. Raise NotFound."""
    try:
        section = app_context().questionnaire.section(section_id)
    except KeyError:
        raise NotFound from None
    return SectionPage(section, is_follow_up, destination or request.args.get("from", "on"))


def change_links(draft: Draft, question_ids: Collection[str], destination: str) -> list[tuple[str, str]]:
    """Return the address and name of each due question among these, for links that change its answer."""
    questionnaire = draft.answers.questionnaire
    due = (questionnaire.questions[each] for each in draft.path.due if each in question_ids)
    pages = ((one, SectionPage(questionnaire.section(one.section), destination=destination)) for one in due)
    return [(page.url(anchor=anchor(one.id)), one.short_name) for one, page in pages]


def redirect_to_step(step: Step, **query: str) -> Response:
    """Redirect to the page of this step."""
    values: dict[str, Any] = {"section": step.section, **query} if step.section else {}
    return redirect(url_for(step.endpoint, **values), 303)


def redirect_to_resume(draft: Draft) -> Response:
    """Redirect to the page that was left, or to the first that is not done, with its wrong values marked."""
    step = draft.path.resume()
    page = _last_page(draft)
    if page is None and not step.section:
        return redirect_to_step(CHECK)
    page = page or section_page(step.section, is_follow_up=step.endpoint == "sections.more", destination="on")
    is_wrong = any(draft.is_invalid_value(each) for each in draft.path.due_in(page.section.id))
    return redirect(page.url(problems="typed" if is_wrong else ""), 303)


def _last_page(draft: Draft) -> SectionPage | None:
    last = draft.content.last_page
    if last is None or not draft.path.can_show(last.section):
        return None
    section = app_context().questionnaire.section(last.section)
    return SectionPage(section, last.is_follow_up, last.destination)


def redirect_after_save(page: SectionPage, draft: Draft) -> Response:
    """Redirect to the destination of a saved page. Safety messages that cannot wait come first."""
    if draft.pending_flags(page.continuing_section):
        return redirect(url_for("notice.show", section=page.section.id, then=page.destination), 303)
    return REDIRECTS.get(page.destination, _to_next)(page, draft)


def redirect_if_ended(draft: Draft, destination: str = "on") -> Response | None:
    """Redirect to the early end where an answer ends the questionnaire."""
    if not draft.raised("stop"):
        return None
    query: dict[str, Any] = {"from": "check"} if destination == "check" else {}
    return redirect(url_for("early_end.show", **query), 303)


def _to_next(page: SectionPage, draft: Draft) -> Response:
    return redirect_to_step(draft.path.next_step(page.section.id))


def _to_check(_page: SectionPage, draft: Draft) -> Response:
    return redirect_to_step(draft.path.after_change(), **{"from": "check"})


def _to_submit(_page: SectionPage, _draft: Draft) -> Response:
    return redirect_to_step(Step("submit.show"))


def _back(page: SectionPage, draft: Draft) -> Response:
    section = Step("sections.show", page.section.id)
    return redirect_to_step(section if page.is_follow_up else draft.path.previous_step(section.section))


def _leave(page: SectionPage, draft: Draft) -> Response:
    """Issue a passphrase, and show it. At a kiosk nobody leaves to come back."""
    if kiosk_request():
        return _to_next(page, draft)
    is_busy = issue_passphrase(draft) is None
    return redirect(url_for("save_and_return.show", words="later" if is_busy else None), 303)


REDIRECTS: dict[str, Callable[[SectionPage, Draft], Response]] = {
    "on": _to_next,
    "check": _to_check,
    "send": _to_submit,
    "back": _back,
    "leave": _leave,
}
"""The redirect of each destination."""
