"""Checks on addresses: which are paths of this application, and where a request comes from."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

OWN_SITES = ("same-origin", "none")
"""Values of Sec-Fetch-Site that browsers send with our own forms and links."""


def is_safe_redirect(address: str) -> bool:
    """Return whether this is a page of ours. Browsers read // as another site, and leave line breaks out."""
    is_path = address.isprintable() and address.startswith("/") and not address.startswith("//")
    return is_path and _is_page(url_path(address))


def _is_page(path: str) -> bool:
    routes = current_app.create_url_adapter(request)
    try:
        return routes is not None and bool(routes.match(path, method="GET"))
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False


def url_path(address: str) -> str:
    """Return the path of an address; "" for a malformed one."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def referring_page() -> str:
    """Return the path of our page that this request comes from; "" if there is none."""
    path = url_path(request.referrer or "")
    return path if is_safe_redirect(path) else ""


def is_cross_site() -> bool:
    """Return whether a page of another site sent this request: it must leave no mark."""
    return request.headers.get("Sec-Fetch-Site", OWN_SITES[0]) not in OWN_SITES


def is_local_address() -> bool:
    """Return whether the host of this request is a loopback name, which no other machine can open."""
    host = urlsplit(request.host_url).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or host == "::1" or host.startswith("127.")
