"""The navigation of the signed-in pages, and which addresses are ours."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from webapp.storage import Practitioner
from webapp.web.kit.i18n import gettext


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation."""

    url: str
    label: str
    is_current: bool


def nav_items(practitioner: Practitioner) -> list[NavItem]:
    """The navigation, as far as this practitioner may go."""
    labels = {"front_desk.show": gettext("Front desk")}
    if practitioner.reads_answers:
        labels = {"desk.show": gettext("Desk"), "files.show": gettext("Files")}
    labels["kiosks.show"] = gettext("Kiosks")
    if practitioner.is_manager:
        labels["people.show"] = gettext("People")
        labels["settings.show"] = gettext("Settings")
        labels["log.show"] = gettext("Log")
    labels["account.show"] = gettext("My account")
    addresses = {url_for(endpoint): label for endpoint, label in labels.items()}
    here = max(filter(_is_below, addresses), key=len, default="")
    return [NavItem(url, label, url == here) for url, label in addresses.items()]


def _is_below(url: str) -> bool:
    """Whether this request is for that page or one of its own."""
    return f"{request.path}/".startswith(f"{url}/")


def is_safe_redirect(address: str) -> bool:
    """Whether this is the path of a page of this application, and of no other site.

    Browsers read two slashes as another site, and leave line breaks out.
    """
    is_path = address.isprintable() and address.startswith("/") and not address.startswith("//")
    return is_path and _opens(path_of(address))


def is_here_only() -> bool:
    """Whether the address of this page leads nowhere on any other machine."""
    host = urlsplit(request.host_url).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or host == "::1" or host.startswith("127.")


def path_of(address: str) -> str:
    """The path of an address; "" for what is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _opens(path: str) -> bool:
    routes = current_app.create_url_adapter(request)
    try:
        return routes is not None and bool(routes.match(path, method="GET"))
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False
