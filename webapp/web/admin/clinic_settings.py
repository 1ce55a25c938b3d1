"""The clinic's settings: who it is, what it asks, how long it keeps things."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.clinic import Policy
from webapp.localization.catalogues import is_easy
from webapp.localization.localizer import Localizer
from webapp.localization.questionnaires import PAGES_FILE
from webapp.settings import UTC
from webapp.web.admin.clinic_forms import AT_ONCE, PolicyForm, WholeClinicForm, region_labels
from webapp.web.auth.guards import current_actor, require_manager
from webapp.web.kit.app_context import app_context
from webapp.web.kit.body_limits import WITH_A_PICTURE, allow_larger_forms
from webapp.web.kit.i18n import gettext, ngettext
from webapp.web.kit.staff_forms import add_error, parse_whole

bp = Blueprint("clinic_settings", __name__, url_prefix="/settings")
allow_larger_forms(bp, WITH_A_PICTURE)
require_manager(bp)

DONE = ("clinic", "policy", "meanwhile")  # the messages of the settings page


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the settings."""
    done, app = request.args.get("done", ""), app_context()
    return render_template(
        "admin/settings.html",
        policy=app.policy,
        has_file=app.fixed_clinic is not None,
        region=region_labels().get(app.chosen_clinic.region, ""),
        lost_languages=[Localizer(tag) for tag in app.served.not_offered(app.clinic.languages)],
        is_in_utc=app.clinic.timezone == UTC,
        left_out=_languages_left_out(),
        done=done if done in DONE else "",
    )


@bp.get("/clinic")
def ask_clinic() -> ResponseReturnValue:
    """Show the form of the clinic."""
    app = app_context()
    if app.fixed_clinic:
        return _redirect_done("")
    kept = app.store.clinic_settings.clinic(app.clock())
    has_zone = app.clinic.timezone != UTC or bool(kept and kept.timezone)
    chosen = replace(app.clinic, region=app.chosen_clinic.region)
    return _clinic_page(WholeClinicForm.of(chosen, has_zone=has_zone))


@bp.post("/clinic")
def save_clinic() -> ResponseReturnValue:
    """Save the clinic."""
    form, app = WholeClinicForm(), app_context()
    if app.fixed_clinic:
        return _redirect_done("")
    if not form.validate():
        return _clinic_page(form), 422
    made, now = form.to_clinic(app.chosen_clinic), app.clock()
    is_saved = app.store.clinic_settings.save_clinic(made, _version(), current_actor(), now)
    return _redirect_done("clinic" if is_saved else "meanwhile")


@bp.get("/policy")
def ask_policy() -> ResponseReturnValue:
    """Show the form of the policy."""
    return _policy_page(PolicyForm.of(app_context().policy))


@bp.post("/policy")
def save_policy() -> ResponseReturnValue:
    """Save the policy; what deletes things sooner has to be confirmed.

    Quarters that are over are counted before: what the new policy does not keep is not seen any more.
    """
    form, app, before = PolicyForm(), app_context(), app_context().policy
    if not form.validate():
        return _policy_page(form), 422
    if form.deletes(before) and not form.agrees.data:
        _ask_to_agree(form, before)
        return _policy_page(form), 422
    if form.eases(before) and not form.is_proven():
        return _policy_page(form), 422
    settings, now = app.store.clinic_settings, app.clock()
    save = partial(settings.save_policy, form.to_policy(), _version(), current_actor(), now)
    is_saved = app.quarter_counter.count_before(save) if form.deletes(before) else save()
    if is_saved and form.deletes_at_once(before):
        app.store.purge(app.clock(), current_actor())  # not only in the next night
    return _redirect_done("policy" if is_saved else "meanwhile")


def _ask_to_agree(form: PolicyForm, before: Policy) -> None:
    """Say beside the tick what this policy deletes, and whether that is at once."""
    app = app_context()
    count = app.store.bulk.count_expiring(form.to_policy(), app.clock())
    said = [gettext("This deletes things sooner than now. Tick here if you want that.")]
    if form.deletes_at_once(before):
        form.agrees.label.text = AT_ONCE
        said[:0] = _gone_at_once(count, pictures=form.drops_pictures(before))
    elif count:
        gone = ngettext(
            "With the next purge, %(num)s submission that is kept now would be gone.",
            "With the next purge, %(num)s submissions that are kept now would be gone.",
            count,
        )
        said.insert(0, gone)
    add_error(form.agrees, " ".join(said))


def _gone_at_once(count: int, *, pictures: bool) -> Iterator[str]:
    if count:
        yield ngettext(
            "As soon as you save, %(num)s submission that is kept now is deleted for good.",
            "As soon as you save, %(num)s submissions that are kept now are deleted for good.",
            count,
        )
    if pictures:
        yield gettext("As soon as you save, the pictures of paper forms are deleted for good.")


def _version() -> int:
    """Return the version that the form was made for; -1 if there is none."""
    version = parse_whole(request.form.get("version", ""))
    return -1 if version is None else version


def _clinic_page(form: WholeClinicForm) -> str:
    version = request.form.get("version", app_context().store.clinic_settings.clinic_version)
    return render_template("admin/clinic.html", form=form, version=version, left_out=_languages_left_out())


def _languages_left_out() -> list[tuple[Localizer, int | None]]:
    """Return the languages that cannot be chosen, each with how many texts it lacks.

    That is 0 if it lacks a font, and None if it has no words of pages, or of the questions, at all.
    """
    served = app_context().served
    counts = {
        tag: None if lacking == (PAGES_FILE,) else len(lacking) for tag, lacking in served.left_out.items()
    }
    counts |= {tag: 0 for tag in served.unprintable if not is_easy(tag)}
    counts |= {tag: None for tag in served.not_offered(app_context().clinic.languages) if tag not in counts}
    return [(Localizer(tag), count) for tag, count in counts.items()]


def _policy_page(form: PolicyForm) -> str:
    version = request.form.get("version", app_context().store.clinic_settings.policy_version)
    return render_template("admin/policy.html", form=form, version=version)


def _redirect_done(what: str) -> ResponseReturnValue:
    return redirect(url_for("clinic_settings.show", done=what or None), 303)
