"""The pages. `init_web` puts them on an application; see README.md."""

from __future__ import annotations

from babel import Locale
from flask import Flask
from flask_babel import Babel
from jinja2 import StrictUndefined

from webapp.report.html import ranges
from webapp.report.prose import inline, prose
from webapp.web import check, errors, headers, health, leave, look, notice, result, sections, start
from webapp.web.fields import unsure_label
from webapp.web.parts import EXTENSION, Parts, Renderer

__all__ = ["Parts", "Renderer", "init_web"]

PAGES = (start.bp, sections.bp, notice.bp, check.bp, leave.bp, result.bp, look.bp, health.bp)

DAY_SECONDS = 86_400

LONGEST_FORM = 2 * 1024 * 1024
"""Bytes of the largest form: ten boxes of ten thousand signs of twelve bytes each, and room to spare."""


def init_web(app: Flask, parts: Parts) -> None:
    """Put the pages, their headers and their error pages on the application.

    The application brings the secret key, the trusted hosts and the flags of its session cookie.
    """
    app.extensions[EXTENSION] = parts
    app.extensions[look.EXTENSION] = look.files_of(parts.clinic)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LONGEST_FORM
    # A day: somebody may go and look for a laboratory sheet. A token that is too old costs one more click.
    app.config["WTF_CSRF_TIME_LIMIT"] = DAY_SECONDS
    locale = Locale.parse(parts.clinic.language, sep="-")
    Babel(app, default_locale=str(locale), default_timezone="UTC")
    _set_up_templates(app, parts, locale)
    headers.add_headers(app, https=parts.settings.https)
    errors.add_error_pages(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)


def _set_up_templates(app: Flask, parts: Parts, locale: Locale) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        clinic=parts.clinic,
        site=parts.questionnaire.title,
        language=parts.clinic.language,
        direction=locale.text_direction,
        files={name: file.digest for name, file in look.files_of(parts.clinic).items()},
        unsure_label=unsure_label,
        prose=prose,
        inline=inline,
        ranges=ranges,
    )
