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

ADDRESSES = {
    "style": "/look/<digest>.css",
    "staff": "/look/<digest>/staff.css",
    "script": "/look/<digest>.js",
    "passkeys": "/look/<digest>/passkeys.js",
    "kiosk": "/look/<digest>/kiosk.css",
    "kiosk_script": "/look/<digest>/kiosk.js",
    "read_aloud": "/look/<digest>/read_aloud.js",
    "passphrase": "/look/<digest>/passphrase.js",
    "icon": "/look/<digest>.svg",
    "logo": "/look/<digest>/logo",
}
"""The address of each file, by its name, which is also its endpoint."""

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
        "passkeys": File((STATIC / "passkeys.js").read_bytes(), "text/javascript; charset=utf-8"),
        "kiosk": File((STATIC / "kiosk.css").read_bytes(), "text/css; charset=utf-8"),
        "kiosk_script": File((STATIC / "kiosk.js").read_bytes(), "text/javascript; charset=utf-8"),
        "read_aloud": File((STATIC / "read_aloud.js").read_bytes(), "text/javascript; charset=utf-8"),
        "passphrase": File((STATIC / "passphrase.js").read_bytes(), "text/javascript; charset=utf-8"),
        "icon": File(icon.encode(), "image/svg+xml"),
    }
    if clinic.logo:
        files["logo"] = File(clinic.logo.data, clinic.logo.media_type)
    return files


def digests(clinic: Clinic) -> dict[str, str]:
    """Return the digest of each file by name, for its address."""
    return {name: file.digest for name, file in files_of(clinic).items()}


def serve(name: str, digest: str) -> Response:
    """Serve the file of this name, under its present digest only."""
    file = files_of(app_context().clinic).get(name)
    if file is None or file.digest != digest:
        raise NotFound
    return Response(file.data, content_type=file.media_type)


for _name, _address in ADDRESSES.items():
    bp.add_url_rule(_address, _name, serve, defaults={"name": _name})
