"""The navigation bar of the staff pages."""

from dataclasses import dataclass

from flask import request, url_for

from webapp.storage import Practitioner
from webapp.web.kit.i18n import gettext


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation bar."""

    url: str
    label: str
    is_current: bool


def nav_items(practitioner: Practitioner) -> list[NavItem]:
    """Return the entries that this practitioner may open."""
    labels = {"front_desk.show": gettext("Front desk")}
    if practitioner.reads_answers:
        labels = {
            "submission_list.show": gettext("Desk"),
            "files.show": gettext("Files"),
            "paper.show": gettext("Paper"),
        }
    labels["invitations.show"] = gettext("Invitations")
    labels["kiosks.show"] = gettext("Kiosks")
    if practitioner.is_manager:
        labels["people.show"] = gettext("People")
        labels["clinic_settings.show"] = gettext("Settings")
        labels["statistics.show"] = gettext("Numbers")
        labels["audit_log.show"] = gettext("Log")
    labels["account.show"] = gettext("My account")
    addresses = {url_for(endpoint): label for endpoint, label in labels.items()}
    current = max(filter(_is_below, addresses), key=len, default="")
    return [NavItem(url, label, url == current) for url, label in addresses.items()]


def _is_below(url: str) -> bool:
    return f"{request.path}/".startswith(f"{url}/")
