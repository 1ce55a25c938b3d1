"""Forms on paper at the desk: print a blank one."""

import secrets

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.paper.codes import new_form_number
from webapp.paper.edition import PAPERS, FormEdition
from webapp.paper.form import paper_form
from webapp.web.auth.guards import require_practitioner
from webapp.web.kit.app_context import app_context
from webapp.web.kit.pdf_response import render_pdf_response

bp = Blueprint("paper", __name__, url_prefix="/desk/paper")
require_practitioner(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what can be done with paper."""
    return render_template("desk/paper.html", size=app_context().clinic.paper)


@bp.get("/form.pdf")
def blank() -> ResponseReturnValue:
    """Return a blank form with a number of its own."""
    app = app_context()
    wanted = request.args.get("size", "")
    size = wanted if wanted in PAPERS else app.clinic.paper
    is_large = request.args.get("print") == "large"
    edition = FormEdition.of_clinic(app.questionnaire, app.clinic, size, is_large=is_large)
    number = new_form_number(secrets.token_bytes)
    return render_pdf_response(paper_form(app.questionnaire, app.clinic, edition, number), f"form-{number}")
