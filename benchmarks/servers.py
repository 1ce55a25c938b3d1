"""The two servers that `pages.py` asks: ours, and the floor, a bare Flask + WTForms page of the same fields.

Each runs under waitress with one thread: `python -m benchmarks.servers ours|bare|served PORT FOLDER`;
"served" is ours with as many threads as usual.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from flask import Flask, redirect, session
from flask_wtf import FlaskForm
from waitress import serve
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from webapp.application import create_app
from webapp.questionnaire.load import load
from webapp.report.pool.pool import RenderPool
from webapp.settings import Settings

ROOT = Path(__file__).parents[1]
SECTION = "fibre"

PAGE = """<!doctype html><html lang="en"><title>Fibre</title><h1>Fibre</h1><form method="post">
{{ form.csrf_token }}{% for field in form if field.name != "csrf_token" %}
<p>{{ field.label }} {{ field }}{% for error in field.errors %}<b>{{ error }}</b>{% endfor %}</p>{% endfor %}
<button>Continue</button></form>"""


def bare() -> Flask:
    """Return the floor: the same questions as plain fields, kept in the session, with nothing around them."""
    questionnaire = load((ROOT / "questions.toml").read_text())
    fields: dict[str, object] = {}
    for question in questionnaire.section(SECTION).questions:
        low, high = int(question.bounds[0].low), int(question.bounds[0].high)
        fields[question.id] = IntegerField(question.text, [Optional(), NumberRange(low, high)])
        fields[f"{question.id}_unsure"] = BooleanField("Not sure")
    form_class = type("Form", (FlaskForm,), fields)
    app = Flask("bare")
    app.secret_key = "only for measuring"  # noqa: S105  # it keeps nothing
    template = app.jinja_env.from_string(PAGE)

    @app.route("/", methods=["GET", "POST"])
    def page() -> str | Response:
        form = form_class(data=session.get("answers"))
        if form.validate_on_submit():
            session["answers"] = {name: value for name, value in form.data.items() if name != "csrf_token"}
            return redirect("/", 303)
        return template.render(form=form)

    return app


def ours(settings: Settings) -> Flask:
    """Return the whole application, as `gutfactors serve` has it."""
    pool = RenderPool(settings.render_workers)
    return create_app(settings, render_pool=pool)


def main() -> None:
    """Serve until the process is ended."""
    which, port, folder = sys.argv[1:]
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    settings = Settings.for_instance(Path(folder))
    threads = settings.threads if which == "served" else 1
    app = bare() if which == "bare" else ours(settings)
    serve(app, host="127.0.0.1", port=int(port), threads=threads, _quiet=True)


if __name__ == "__main__":
    main()
