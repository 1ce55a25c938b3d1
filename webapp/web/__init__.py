"""The pages. `init_web` puts them on an application; see README.md."""

from __future__ import annotations

from babel import Locale
from flask import Flask
from flask_babel import Babel
from jinja2 import StrictUndefined

from webapp.report.faces import unshown
from webapp.report.html import ranges
from webapp.report.on_paper import lost_on_paper
from webapp.web import (
    account,
    at_kiosk,
    changes,
    check,
    clearing,
    clinic_pages,
    clock,
    desk,
    enrolment,
    errors,
    files,
    front_desk,
    hand_over,
    headers,
    health,
    inside,
    invitation,
    kiosk,
    kiosks,
    leave,
    log,
    look,
    many,
    note,
    notice,
    own_devices,
    own_phone,
    paper,
    people,
    pickup,
    presence,
    prints,
    result,
    sections,
    set_up,
    sign_in,
    start,
    stop,
    submission,
    visits,
    whose,
)
from webapp.web.access import add_access_log
from webapp.web.ahead import Renderer
from webapp.web.filters import as_is, inline, prose, unbroken
from webapp.web.mistakes import unsure_label
from webapp.web.parts import EXTENSION, Parts, parts
from webapp.web.persons import LONGEST, typed_person
from webapp.web.phones import contact, phones
from webapp.web.sizes import hold_forms
from webapp.web.too_old import add_too_old

__all__ = ["Parts", "Renderer", "init_web"]

PAGES = (
    start.bp,
    sections.bp,
    notice.bp,
    stop.bp,
    check.bp,
    hand_over.bp,
    leave.bp,
    result.bp,
    clearing.bp,
    changes.bp,
    look.bp,
    health.bp,
)
"""The pages of patients, and what all pages need."""

KIOSK = (kiosk.bp, pickup.bp)
"""What the clinic's own tablets have besides."""

DOOR = (sign_in.bp, set_up.bp, invitation.bp)
"""The pages of the clinic's own people before they are signed in."""

INSIDE = (
    front_desk.bp,
    many.bp,
    desk.bp,
    submission.bp,
    whose.bp,
    files.bp,
    note.bp,
    visits.bp,
    paper.bp,
    prints.bp,
    account.bp,
    own_phone.bp,
    own_devices.bp,
    presence.bp,
    kiosks.bp,
    enrolment.bp,
    people.bp,
    clinic_pages.bp,
    log.bp,
    clock.bp,
)
"""Their pages when they are: each of these looks who is there."""

DAY_SECONDS = 86_400


def init_web(app: Flask, here: Parts) -> None:
    """Put the pages, their headers and their error pages on the application.

    The application brings the secret key, the trusted hosts and the flags of its session cookie.
    """
    app.extensions[EXTENSION] = here
    hold_forms(app)
    # A day: somebody may go and look for a laboratory sheet. A token that is too old costs one more click.
    app.config["WTF_CSRF_TIME_LIMIT"] = DAY_SECONDS
    Babel(app, locale_selector=lambda: str(_locale()), default_timezone="UTC")
    _set_up_templates(app)
    if here.settings.access_log:
        add_access_log(app)
    inside.add_sign_in(app)
    headers.add_headers(app, https=here.settings.https)
    errors.add_error_pages(app)
    add_too_old(app)
    for blueprint in (*PAGES, *KIOSK, *DOOR, *INSIDE):
        app.register_blueprint(blueprint)


def _locale() -> Locale:
    return Locale.parse(parts().clinic.language, sep="-")


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_house_words)
    app.jinja_env.globals.update(
        unsure_label=unsure_label,
        clock_doubt=clock.clock_doubt,
        prose=prose,
        inline=inline,
        ranges=ranges,
        phones=phones,
        typed_person=typed_person,
        longest_of_person=LONGEST,
        contact=contact,
        unshown=unshown,
        lost_on_paper=lost_on_paper,
    )
    app.jinja_env.filters.update(unbroken=unbroken, as_is=as_is)


def _house_words() -> dict[str, object]:
    """What templates may say of the house; its clinic can change from one page to the next."""
    clinic = parts().clinic
    direction = _locale().text_direction
    files = look.digests(clinic)
    return {
        "site": parts().questionnaire.title,
        "clinic": clinic,
        "language": clinic.language,
        "direction": direction,
        "files": files,
        "kiosk": at_kiosk.guise(),
    }
