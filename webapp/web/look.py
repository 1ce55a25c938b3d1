"""The style sheet, with the clinic's colours before it, and the clinic's logo."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.clinic import Clinic, Colours

bp = Blueprint("look", __name__)

STATIC = Path(__file__).parent.parent / "static"
EXTENSION = "gut-factors-look"


@dataclass(frozen=True)
class File:
    """What is served, under an address with its digest."""

    data: bytes
    media_type: str

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()[:16]


def style_of(clinic: Clinic) -> File:
    """The style sheet of this clinic."""
    sheet = (STATIC / "look.css").read_bytes()
    return File(_colours(clinic.colours).encode() + sheet, "text/css; charset=utf-8")


def _colours(colours: Colours) -> str:
    light = f":root{{--accent:{colours.accent};--on-accent:{colours.on_accent}}}"
    dark = f":root{{--accent:{colours.accent_dark};--on-accent:{colours.on_accent_dark}}}"
    return f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n"


def files_of(clinic: Clinic) -> dict[str, File]:
    """What `style`, `icon` and `logo` serve."""
    icon = (STATIC / "icon.svg").read_text().replace("currentColor", clinic.colours.accent)
    files = {"style": style_of(clinic), "icon": File(icon.encode(), "image/svg+xml")}
    if clinic.logo:
        files["logo"] = File(clinic.logo.data, clinic.logo.media_type)
    return files


@bp.get("/look/<digest>.css")
def style(digest: str) -> Response:
    """The style sheet."""
    return _served("style", digest)


@bp.get("/look/<digest>.svg")
def icon(digest: str) -> Response:
    """The picture in the browser's tab."""
    return _served("icon", digest)


@bp.get("/look/<digest>/logo")
def logo(digest: str) -> Response:
    """The clinic's logo."""
    return _served("logo", digest)


def _served(name: str, digest: str) -> Response:
    file = current_app.extensions[EXTENSION].get(name)
    if file is None or file.digest != digest:
        raise NotFound
    return Response(file.data, content_type=file.media_type)
