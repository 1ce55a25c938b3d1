"""New kiosks, and the codes that enrol a device."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.report.charts.qr import qr_code
from webapp.storage import Kiosk, KioskConfig
from webapp.web.admin.kiosk_forms import KioskForm, get_kiosk_or_404
from webapp.web.auth.guards import current_actor, require_manager
from webapp.web.kit.app_context import app_context

bp = Blueprint("kiosk_enrolment", __name__, url_prefix="/kiosks")
require_manager(bp)


@bp.get("/add")
def ask() -> ResponseReturnValue:
    """Show the form of a new kiosk."""
    return render_template("admin/kiosk_add.html", form=KioskForm.of(KioskConfig("")))


@bp.post("/add")
def add() -> ResponseReturnValue:
    """Add a kiosk, and show the code that enrols its device, once only."""
    form, app = KioskForm(), app_context()
    if not form.validate():
        return render_template("admin/kiosk_add.html", form=form), 422
    made = app.store.kiosks.create(form.config, current_actor(), app.clock())
    return _code_page(get_kiosk_or_404(made))


@bp.post("/<int(max=2147483647):kiosk_id>/code")
def make_code(kiosk_id: int) -> ResponseReturnValue:
    """Show another code: the device that uses it replaces the one before."""
    kiosk = get_kiosk_or_404(kiosk_id)
    return _code_page(kiosk)


def _code_page(kiosk: Kiosk) -> str:
    app = app_context()
    code = app.store.kiosks.issue_code(kiosk.id, current_actor(), app.clock()) or ""
    link = url_for("kiosk.show", code=code, _external=True)
    address = url_for("kiosk.show", _external=True)
    return render_template("admin/kiosk_code.html", one=kiosk, code=code, address=address, qr=qr_code(link))
