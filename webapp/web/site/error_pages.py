"""Error pages: what happened, and what to do. Other programs get it as JSON, as `api` answers them."""

from flask import Flask, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError, ServiceUnavailable
from werkzeug.wrappers import Response

from webapp.exchange.record import ReaderBusy
from webapp.report.pool.pool import RenderBusy
from webapp.storage import DraftLimitReached, KeyMissing, StoreUnavailable
from webapp.tracebacks import ErrorInfo
from webapp.web.auth.guards import is_signed_in
from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import is_staff_page, mark_staff_page
from webapp.web.kit.response_headers import RETRY_SECONDS
from webapp.web.site.api import API_ERRORS, is_api_request

CODES = (400, 403, 404, 405, 413, 429, 500, 503)
"""The codes with words of their own; others get those of 400 or 500."""

NEEDS_NO_SETTINGS = ("assets", "health")
"""The blueprints that answer whatever the settings are: an error page needs its files."""


def add_error_pages(app: Flask) -> None:
    """Register a page for every error, and log those that nobody expected."""
    app.log_exception = _log_crash  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _page_or_outage)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(StoreUnavailable, _too_much)
    app.register_error_handler(KeyMissing, _too_much)
    app.register_error_handler(DraftLimitReached, _no_room)
    app.register_error_handler(ReaderBusy, _too_much)
    app.register_error_handler(RenderBusy, _too_much)
    app.before_request(_refuse_sealed_settings)
    app.after_request(_record_fault)


def _log_crash(exc_info: ErrorInfo) -> None:
    """Log an error by endpoint, since addresses contain references and keys."""
    _, error, _ = exc_info
    assert error is not None  # noqa: S101  Flask handles one
    app_context().outage_log.record_crash(f"{request.method} {request.endpoint}", error)


def _refuse_sealed_settings() -> None:
    """Let no page go by settings that cannot be read. Raise SealBroken."""
    if request.blueprint not in NEEDS_NO_SETTINGS:
        app_context().refuse_sealed_settings()


def _record_fault(response: Response) -> Response:
    """Log a response with a fault of ours, by the pattern of its address, unless its cause is logged."""
    if response.status_code >= 500:  # noqa: PLR2004  RFC 9110, classes of status codes
        app_context().outage_log.record_status(response.status_code, str(request.url_rule or "(no page)"))
    return response


def _page_or_outage(error: HTTPException) -> ResponseReturnValue:
    """Return the page of an error, or of an outage where the page itself cannot be made for one."""
    try:
        return _page(error)
    except (StoreUnavailable, KeyMissing) as outage:
        return _too_much(outage)


def _page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    shown = code if code in CODES else 400 if code < 500 else 500  # noqa: PLR2004  RFC 9110, classes of status codes
    headers = _headers(error)
    if is_api_request():
        return {"error": API_ERRORS.get(code, error.name.lower())}, code, headers
    # The form may be too large to parse, even where it is refused for another reason.
    request.form = request.files = ImmutableMultiDict()  # type: ignore[assignment]
    if request.url_rule is None and code < 500 and is_signed_in():  # noqa: PLR2004  as above
        mark_staff_page()  # no page, so no patient's either
    template = "site/staff_error.html" if is_staff_page() else "site/error.html"
    return render_template(template, code=shown, back=_page_before()), code, headers


def _headers(error: HTTPException) -> dict[str, str]:
    if isinstance(error, MethodNotAllowed):
        return {"Allow": ", ".join(sorted(error.valid_methods or ()))}
    return {"Retry-After": str(RETRY_SECONDS)} if error.code == 503 else {}  # noqa: PLR2004


def _page_before() -> str:
    """Return the address of the page whose form came here; "" if there is none."""
    adapter = request_ctx.url_adapter
    has_page = request.method == "POST" and adapter and adapter.test(request.path, "GET")
    return request.path if has_page else ""


def refuse_strange_host() -> None:
    """Refuse a host that is not ours before all else: for it, no address can be made to lead to."""
    if request_ctx.url_adapter is None and request.routing_exception:
        raise request.routing_exception


def _strange_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer a request under a host name that is not ours: nothing is said about this server."""
    return "This address is not served here.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _no_room(error: DraftLimitReached) -> ResponseReturnValue:
    """Say that no draft can be started: too many are open, or the disk is nearly full."""
    app_context().outage_log.record(error)
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return render_template("site/error.html", code=503, is_full=True), 503, headers


def _too_much(error: Exception) -> ResponseReturnValue:
    app_context().outage_log.record(error)
    return _page(ServiceUnavailable())
