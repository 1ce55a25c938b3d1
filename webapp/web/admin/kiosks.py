"""The clinic's kiosks: which are alive, and what can be done with each."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.storage import Kiosk
from webapp.web.admin.kiosk_forms import KioskForm, get_kiosk_or_404
from webapp.web.auth.guards import current_actor, landing_page, practitioner_required, require_staff
from webapp.web.kit.app_context import app_context
from webapp.web.kit.staff_forms import parse_whole

bp = Blueprint("kiosks", __name__, url_prefix="/kiosks")
require_staff(bp)

DONE = ("changed", "locked", "unlocked", "revoked", "seen", "meanwhile")
"""The messages of a page; with "meanwhile" nothing was done."""


@bp.get("")
def show() -> ResponseReturnValue:
    """List all kiosks, with their last sign of life."""
    app, done = app_context(), request.args.get("done", "")
    kiosks = app.store.kiosks.list()
    return render_template(
        "admin/kiosks.html",
        kiosks=kiosks,
        flagged=[one for one in kiosks if one.flagged_at],
        at_work=app.store.kiosk_sessions.active_kiosks(app.clock()),
        now=app.clock(),
        done=done if done in DONE else "",
    )


@bp.get("/help")
def help() -> ResponseReturnValue:  # noqa: A001  the page's name
    """Show how to lock a device down."""
    return render_template("admin/kiosk_help.html", address=url_for("kiosk.show", _external=True))


@bp.get("/<int(max=2147483647):kiosk_id>")
def one(kiosk_id: int) -> ResponseReturnValue:
    """Show one kiosk, and what can be changed."""
    kiosk = get_kiosk_or_404(kiosk_id)
    return _kiosk_page(kiosk, KioskForm.of(kiosk.config, kiosk.version))


@bp.post("/<int(max=2147483647):kiosk_id>")
@practitioner_required
def change(kiosk_id: int) -> ResponseReturnValue:
    """Change the name, the place or the end screen of a kiosk."""
    kiosk, form, app = get_kiosk_or_404(kiosk_id), KioskForm(), app_context()
    if not form.validate():
        return _kiosk_page(kiosk, form), 422
    is_done = app.store.kiosks.update(
        kiosk.id, parse_whole(form.version.data) or 0, form.config, current_actor(), app.clock()
    )
    return _redirect_to_kiosk(kiosk_id, "changed" if is_done else "meanwhile")


@bp.post("/<int(max=2147483647):kiosk_id>/lock")
def lock(kiosk_id: int) -> ResponseReturnValue:
    """End the session at a kiosk, and let nobody start another."""
    app_context().store.kiosks.lock(get_kiosk_or_404(kiosk_id).id, current_actor(), app_context().clock())
    return _redirect_to_kiosk(kiosk_id, "locked")


@bp.post("/<int(max=2147483647):kiosk_id>/unlock")
def unlock(kiosk_id: int) -> ResponseReturnValue:
    """Let patients start sessions again."""
    app_context().store.kiosks.unlock(get_kiosk_or_404(kiosk_id).id, current_actor(), app_context().clock())
    return _redirect_to_kiosk(kiosk_id, "unlocked")


@bp.post("/<int(max=2147483647):kiosk_id>/revoke")
@practitioner_required
def revoke(kiosk_id: int) -> ResponseReturnValue:
    """Revoke the token of a device that was lost or is no kiosk any more."""
    kiosk = get_kiosk_or_404(kiosk_id)
    app_context().store.kiosks.revoke(kiosk.id, current_actor(), app_context().clock())
    return redirect(url_for("kiosks.show", done="revoked"), 303)


@bp.post("/<int(max=2147483647):kiosk_id>/seen")
def clear_flag(kiosk_id: int) -> ResponseReturnValue:
    """Clear the flag of an urgent message: somebody went to look."""
    app, kiosk = app_context(), get_kiosk_or_404(kiosk_id)
    app.store.kiosks.clear_flag(kiosk.id, current_actor(), app.clock())
    return redirect(f"{landing_page()}?done=seen_to", 303)


def _redirect_to_kiosk(kiosk_id: int, done: str) -> ResponseReturnValue:
    return redirect(url_for("kiosks.one", kiosk_id=kiosk_id, done=done), 303)


def _kiosk_page(kiosk: Kiosk, form: KioskForm) -> str:
    done = request.args.get("done", "")
    return render_template(
        "admin/kiosk.html",
        now=app_context().clock(),
        one=kiosk,
        flagged=[kiosk] if kiosk.flagged_at else [],
        form=form,
        done=done if done in DONE else "",
    )
