"""Style sheets with the clinic's colours, scripts, icon and logo, under addresses with their digests."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.clinic import Clinic, Colours
from webapp.web.kit.app_context import app_context

bp = Blueprint("assets", __name__)

STATIC = Path(__file__).parents[2] / "static"

# The clinic now, and before the last change.
KEPT = 2


@dataclass(frozen=True)
class File:
    """A file that is served, under an address with its digest."""

    data: bytes
    media_type: str

    @cached_property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()[:16]


def style_of(clinic: Clinic) -> File:
    """Return the base style sheet of this clinic."""
    sheet = (STATIC / "base.css").read_bytes()
    return File(_colours(clinic.colours).encode() + sheet, "text/css; charset=utf-8")


def _colours(colours: Colours) -> str:
    light = f":root{{--accent:{colours.accent};--on-accent:{colours.on_accent}}}"
    dark = f":root{{--accent:{colours.accent_dark};--on-accent:{colours.on_accent_dark}}}"
    return f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n"


@lru_cache(maxsize=KEPT)
def files_of(clinic: Clinic) -> dict[str, File]:
    """Return the files of this clinic, by name."""
    icon = (STATIC / "icon.svg").read_text().replace("currentColor", clinic.colours.accent)
    files = {
        "style": style_of(clinic),
        "staff": File((STATIC / "staff.css").read_bytes(), "text/css; charset=utf-8"),
        "script": File((STATIC / "staff.js").read_bytes(), "text/javascript; charset=utf-8"),
        "kiosk": File((STATIC / "kiosk.css").read_bytes(), "text/css; charset=utf-8"),
        "kiosk_script": File((STATIC / "kiosk.js").read_bytes(), "text/javascript; charset=utf-8"),
        "icon": File(icon.encode(), "image/svg+xml"),
    }
    if clinic.logo:
        files["logo"] = File(clinic.logo.data, clinic.logo.media_type)
    return files


def digests(clinic: Clinic) -> dict[str, str]:
    """Return the digest of each file by name, for its address."""
    return {name: file.digest for name, file in files_of(clinic).items()}


@bp.get("/look/<digest>.css")
def style(digest: str) -> Response:
    """Serve the base style sheet."""
    return _served("style", digest)


@bp.get("/look/<digest>/staff.css")
def staff(digest: str) -> Response:
    """Serve the style sheet of staff pages."""
    return _served("staff", digest)


@bp.get("/look/<digest>.js")
def script(digest: str) -> Response:
    """Serve the script of staff pages."""
    return _served("script", digest)


@bp.get("/look/<digest>/kiosk.css")
def kiosk(digest: str) -> Response:
    """Serve the style sheet of a kiosk."""
    return _served("kiosk", digest)


@bp.get("/look/<digest>/kiosk.js")
def kiosk_script(digest: str) -> Response:
    """Serve the script of a kiosk."""
    return _served("kiosk_script", digest)


@bp.get("/look/<digest>.svg")
def icon(digest: str) -> Response:
    """Serve the icon."""
    return _served("icon", digest)


@bp.get("/look/<digest>/logo")
def logo(digest: str) -> Response:
    """Serve the clinic's logo."""
    return _served("logo", digest)


def _served(name: str, digest: str) -> Response:
    file = files_of(app_context().clinic).get(name)
    if file is None or file.digest != digest:
        raise NotFound
    return Response(file.data, content_type=file.media_type)
