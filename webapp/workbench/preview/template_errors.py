"""The position of an error in a template."""

import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError


def locate_template_error(error: TemplateError) -> str:
    """Return file, line and message, as far as the error has them."""
    if isinstance(error, TemplateSyntaxError):
        return _sentence(error.filename or error.name or "?", error.lineno, error.message)
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.endswith(".html")]
    place = frames[-1] if frames else None
    return _sentence(
        place.filename if place else "a template", place.lineno if place else None, error.message
    )


def _sentence(file: str, line: int | None, message: str | None) -> str:
    return f"{Path(file).name}:{line or '?'}: {message or 'this cannot be printed'}"
