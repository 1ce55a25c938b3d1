"""The navigation bar of the staff pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request, url_for

from webapp.storage import Practitioner
from webapp.web.kit.i18n import gettext

MANAGE = "manage.show"
MANAGED = ("people.show", "clinic_settings.show", "kiosks.show", "statistics.show", "audit_log.show")
"""The endpoints that managers reach from the page Manage, so that their bar fits in one line."""


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation bar. `current` is its `aria-current`: "page", "true" below a page, or ""."""

    url: str
    label: str
    current: str


def nav_items(practitioner: Practitioner) -> list[NavItem]:
    """Return the entries that this practitioner may open."""
    labels = {"front_desk.show": gettext("Front desk")}
    if practitioner.reads_answers:
        labels = {
            "submission_list.show": gettext("Desk"),
            "files.show": gettext("Files"),
        }
    labels["paper.show"] = gettext("Paper")
    labels["invitations.show"] = gettext("Invitations")
    if practitioner.is_manager:
        labels[MANAGE] = gettext("Manage")
    else:
        labels["kiosks.show"] = gettext("Kiosks")
    labels["account.show"] = gettext("My account")
    current = _entry_of_this_page(labels)
    return [
        NavItem(url_for(endpoint), label, _aria_current(endpoint) if endpoint == current else "")
        for endpoint, label in labels.items()
    ]


def _entry_of_this_page(entries: Iterable[str]) -> str:
    """Return the endpoint of the entry that leads to this page, or "" for none."""
    leads_to = {**dict.fromkeys(MANAGED, MANAGE), **{each: each for each in entries}}
    above = [each for each in leads_to if f"{request.path}/".startswith(f"{url_for(each)}/")]
    return leads_to[max(above, key=lambda each: len(url_for(each)))] if above else ""


def _aria_current(endpoint: str) -> str:
    return "page" if request.path == url_for(endpoint) else "true"
