"""The pages of the preview: the frame, and the findings and report of an example person."""

from collections.abc import Callable, Iterable
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template
from jinja2 import TemplateError
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from webapp.assessment import Assessment
from webapp.clinic import Clinic
from webapp.localization.territories import localizer_of
from webapp.loopback import LOOPBACK
from webapp.questionnaire.rules.numbers import write_levels
from webapp.report import Occasion, patient_view
from webapp.report.pdf.html import render_html
from webapp.report.pool.pool import RenderBusy, RenderFailed
from webapp.web.site.security_headers import ALWAYS
from webapp.workbench.preview.template_errors import locate_template_error
from webapp.workbench.preview.workspace import Workspace
from webapp.workbench.simulation.examples import PEOPLE, example

PLACE = "/preview"  # the path of the preview; the form keeps its usual URLs

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "object-src 'self'; form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
)

Start = Callable[..., Any]


def preview_app(
    workspace: Workspace, clinic: Clinic, day: date
) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """Return the WSGI application of the form with the preview around it."""
    pages = Flask("webapp.workbench.preview", static_folder="static", template_folder="templates")
    pages.config["TRUSTED_HOSTS"] = list(LOOPBACK)
    pages.after_request(_with_headers)
    _add_pages(pages, workspace, Occasion(day, "", clinic, localizer_of(clinic), paper=clinic.paper))
    return DispatcherMiddleware(lambda environ, start: _form(workspace, environ, start), {PLACE: pages})


def _add_pages(pages: Flask, workspace: Workspace, occasion: Occasion) -> None:
    @pages.get("/")
    def show() -> str:
        return render_template("preview.html", people=range(PEOPLE + 1), file=workspace.file.name)

    @pages.get("/state")
    def state() -> Response:
        version = workspace.version()
        return jsonify(version=version, problems=workspace.problems)

    @pages.get("/person/<int(max=2147483647):number>")
    def findings(number: int) -> str:
        assessment = _assessed(workspace, number)
        return render_template("findings.html", assessment=assessment, number=number, levels=write_levels)

    @pages.get("/person/<int(max=2147483647):number>/report.pdf")
    def report(number: int) -> tuple[Any, int, dict[str, str]]:
        try:
            return (
                _printed(workspace, _assessed(workspace, number), occasion),
                200,
                {"Content-Type": "application/pdf"},
            )
        except TemplateError as error:
            message = locate_template_error(error)
        except (RenderBusy, RenderFailed) as error:
            message = f"the report cannot be printed: {error}"
        return render_template("template_error.html", error=message), HTTPStatus.INTERNAL_SERVER_ERROR, {}


def _printed(workspace: Workspace, assessment: Assessment, occasion: Occasion) -> bytes:
    """Return the PDF; render the HTML here first, where an error still has its template and line."""
    seen = patient_view(assessment, occasion)
    render_html(seen)
    return workspace.printer.pdf(seen)


def _assessed(workspace: Workspace, number: int) -> Assessment:
    workspace.version()
    if workspace.questionnaire is None or number > PEOPLE:
        abort(404)
    return example(workspace.questionnaire, number)


def _with_headers(response: Response) -> Response:
    response.headers.update(ALWAYS)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(workspace: Workspace, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Serve the form with headers that allow the preview's frame."""
    workspace.version()

    def start_framed(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
        framed = [
            (name, value.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))
            for name, value in headers
        ]
        return start(status, framed, *rest)

    if workspace.form is None:
        start("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
        return ["\n".join(workspace.problems).encode()]
    return workspace.form(environ, start_framed)  # type: ignore[arg-type]  # what Flask's types ask is never used
