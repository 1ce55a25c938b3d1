"""Protection of forms against forged requests (CSRF).

The token of every POST is checked after the guards of its blueprint, before its view: none can forget it, and
`init_csrf` adds the check to whatever application it gets.
Where the token is missing, wrong or too old, the view does not run. The answer is the first of these:

- what the view names by `@retry_form(...)`,
- the page of this address (its GET view), which shows the form again with what was typed,
- `site/csrf_error.html`, which says why and leads back.

The language of a button that a patient pressed is that of the answer, and of later pages.

At a kiosk, all forms but its own lead to the patient who sits there now, and nothing typed is shown: each
session has tokens of its own, so the form is of the patient before.

Templates ask `form_refused()` and `why_refused()`. A view that needs no token is marked `@csrf.exempt`.
"""

from collections.abc import Callable, Iterator
from typing import cast

from flask import Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response

from webapp.web.kit.app_context import app_context
from webapp.web.kit.audience import is_staff_page
from webapp.web.kit.i18n import gettext
from webapp.web.kit.kiosk_session import current_kiosk, kiosk_request
from webapp.web.kit.language_choice import is_patient_request, set_language, typed_language
from webapp.web.kit.urls import is_cross_site, referring_page
from webapp.web.kit.view_types import ViewCallable, ViewT

TOKEN_SECONDS = 86_400
"""A day: somebody may have to look for a laboratory sheet. A token that is too old costs one more click."""

KIOSK = "kiosk"  # the blueprint whose answers to a refused form show nothing that was typed

csrf = CSRFProtect()


class _TokenKeys:
    """The keys of form tokens, the newest last, as itsdangerous takes them: asked for at each use."""

    def __iter__(self) -> Iterator[bytes]:
        return reversed(app_context().store.signing_keys.newest_first())


def init_csrf(app: Flask) -> None:
    """Set the form tokens of this application up, and check them."""
    app.config.update(
        WTF_CSRF_SECRET_KEY=_TokenKeys(),
        WTF_CSRF_TIME_LIMIT=TOKEN_SECONDS,
        WTF_CSRF_CHECK_DEFAULT=False,  # which would come before the guards: see `_check_after_guards`
        WTF_CSRF_SSL_STRICT=False,  # pages whose address is a key send no Referer
    )
    csrf.init_app(app)
    _check_after_guards(app)
    app.jinja_env.globals.update(form_refused=form_refused, why_refused=why_refused)


def _check_after_guards(app: Flask) -> None:
    """Check the token last of all that comes before a view. Flask has no hook of its own for that."""
    run_guards = app.preprocess_request

    def preprocess_request() -> ResponseReturnValue | None:
        answer = run_guards()
        return check_form() if answer is None else answer

    app.preprocess_request = preprocess_request  # type: ignore[method-assign]


def retry_form(answer: str | ViewCallable) -> Callable[[ViewT], ViewT]:
    """Name the answer to a form whose token was refused.

    `answer` is an endpoint to redirect to, or a function that renders the form again. Either gets the
    arguments of the view. A page that comes without a status of its own is sent with status 400.
    """

    def mark(view: ViewT) -> ViewT:
        view.retry_form = answer  # type: ignore[attr-defined]
        return view

    return mark


def check_form() -> Response | None:
    """Return None for a request whose token is right or that needs none, else what answers it instead."""
    try:
        csrf.protect(apply_exemptions=True)
    except CSRFError:
        g.is_form_refused = True
        return _retry()
    return None


def _retry() -> Response:
    if current_kiosk() and request.blueprint != KIOSK:
        return make_response(redirect(url_for("kiosk.show"), 303))
    language = _pressed_language()
    if language:
        g.language = language
    return set_language(_answer_again(), language)


def _pressed_language() -> str:
    """Return the language of the button that a patient pressed, on a page of their own device; else ""."""
    is_own = is_patient_request() and not kiosk_request() and not is_cross_site()
    return typed_language() if is_own else ""


def _answer_again() -> Response:
    view, arguments = current_app.view_functions[request.endpoint or ""], request.view_args or {}
    answer = getattr(view, "retry_form", None) or _get_view() or _csrf_error_page
    if isinstance(answer, str):
        return make_response(redirect(url_for(answer, **arguments), 303))
    response = make_response(answer(**arguments))
    if response.status_code == 200:  # noqa: PLR2004  OK
        response.status_code = 400
    return response


def _get_view() -> ViewCallable | None:
    """Return the view of the page at this address; None for an address that only takes forms."""
    rules = current_app.url_map.iter_rules()
    same = (each for each in rules if request.url_rule and each.rule == request.url_rule.rule)
    endpoint = next((each.endpoint for each in same if "GET" in (each.methods or ())), None)
    return cast("ViewCallable", current_app.view_functions[endpoint]) if endpoint else None


def _csrf_error_page(**_arguments: object) -> str:
    frame = "staff_base.html" if is_staff_page() else "auth/base.html"
    return render_template("site/csrf_error.html", frame=frame, back=referring_page())


def form_refused() -> bool:
    """Return whether the form of this request was refused for its token, so that nothing was done."""
    return bool(g.get("is_form_refused"))


def why_refused() -> str:
    """Return why a form was refused, and what to do, in sentences."""
    if came_with_cookie():
        return gettext("This page was open for too long, so nothing was done. Please press the button again.")
    if app_context().settings.https:
        return gettext(
            "Your browser did not send our cookie back, so nothing was done. It travels by https only: open "
            "this address with https:// in front, and let your browser keep cookies for it."
        )
    return gettext(
        "Your browser did not send our cookie back, so nothing was done. Let it keep cookies for this "
        "address, then load the page again."
    )


def came_with_cookie() -> bool:
    """Return whether the browser sent back the session cookie that came with every form."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies
