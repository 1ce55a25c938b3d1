"""The base of every form."""

from flask import request
from flask_wtf import FlaskForm
from wtforms.form import BaseForm


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The base of every form: it has a CSRF token."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Reads text fields only: no JSON body, and no uploaded file in the place of a text."""

        def wrap_formdata(self, form: BaseForm, formdata: object) -> object:
            """Return what the form is filled from: `formdata`, or else what the request brought."""
            found = super().wrap_formdata(form, formdata)
            return found if found is formdata or found is None else request.form
