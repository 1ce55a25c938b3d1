"""The clinic's logo: a PNG or JPEG image of limited size, decoded completely when it is chosen.

Images that the renderer prints wrongly are converted: more than eight bits, a palette, an Exif orientation.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Lock

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from webapp.clinic import Logo

# The logo is sent with the first page of every visitor, and is part of every PDF.
MOST_BYTES = 200_000
MOST_PIXELS = 4000

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
"""Media types of Pillow's formats. MPO is a JPEG followed by further images."""

PRINTABLE_MODES = {"image/png": ("L", "LA", "RGB", "RGBA"), "image/jpeg": ("L", "RGB", "CMYK")}
"""Pillow modes that are printed as they are, with eight bits a channel."""

ORIENTATION = 0x0112  # Exif 2.32, tag 274

PNG_LOOK = slice(24, 29)
"""Bytes of a PNG: bit depth, colour type, compression, filter, interlace (ISO/IEC 15948, 11.2.2)."""

NO_MARKER = re.compile(rb"\xff+[\x01-\xbf\xc8\xcc\xdc\xf0-\xfd]")
"""Markers that cannot occur in a JPEG's stream: ITU T.81, B.1.1.2 and table B.1."""

_STRICT = Lock()

DAMAGES = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)
"""Exceptions of Pillow for an image that cannot be decoded."""


def read_logo(path: Path) -> Logo:
    """Read and check an image file. Raise ValueError with a message for its owner."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    return parse_logo(data, str(path))


def parse_logo(data: bytes, name: str) -> Logo:
    """Check an image; `name` is used in messages. Raise ValueError as `read_logo` does."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"{name} has {len(data):,} bytes: at most {MOST_BYTES:,}; save it smaller")
    image = _opened(data, name)
    if not (0 < image.width <= MOST_PIXELS and 0 < image.height <= MOST_PIXELS):
        raise ValueError(f"{name} is {image.width} by {image.height} pixels: at most {MOST_PIXELS} each way")
    media_type = KINDS[str(image.format)]
    try:
        _check(data, media_type)
        with _strictly():
            image.load()
        return _printable(image, data, media_type)
    except DAMAGES as error:
        raise ValueError(f"{name} is damaged: save it again as PNG or JPEG") from error


@contextmanager
def _strictly() -> Iterator[None]:
    """Refuse truncated images. WeasyPrint, once imported, allows them in the whole process."""
    with _STRICT:
        was, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = was


def _opened(data: bytes, name: str) -> Image.Image:
    """Open an image by its header without decoding: a small file may hold very many pixels."""
    try:
        return Image.open(BytesIO(data), formats=("PNG", "JPEG"))
    except UnidentifiedImageError as error:
        if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            raise ValueError(f"{name} is damaged: save it again as PNG or JPEG") from error
        raise ValueError("the logo is neither a PNG nor a JPEG picture: save it as one of them") from error
    except Image.DecompressionBombError as error:
        raise ValueError(f"{name} has too many pixels: at most {MOST_PIXELS} each way") from error
    except DAMAGES as error:
        raise ValueError(f"{name} is damaged: save it again as PNG or JPEG") from error


def _check(data: bytes, media_type: str) -> None:
    """Check what decoding ignores: CRCs of a PNG, invalid markers of a JPEG. Raise one of DAMAGES."""
    if media_type == KINDS["PNG"]:
        Image.open(BytesIO(data), formats=("PNG",)).verify()
        return
    start = data.find(b"\xff\xda")
    if NO_MARKER.search(data, start + 2, data.rfind(b"\xff\xd9")):
        raise ValueError("a marker that there is not")


def _printable(image: Image.Image, data: bytes, media_type: str) -> Logo:
    lies = image.getexif().get(ORIENTATION, 1) != 1
    is_plain = media_type == KINDS["JPEG"] or (data[PNG_LOOK][0] == 8 and not data[PNG_LOOK][-1])  # noqa: PLR2004
    if image.mode in PRINTABLE_MODES[media_type] and is_plain and not lies:
        return Logo(data, media_type, image.width, image.height)
    made = _of_eight_bits(ImageOps.exif_transpose(image))
    written = BytesIO()
    if media_type == KINDS["PNG"]:
        made.save(written, "PNG", optimize=True)
    else:
        made.save(written, "JPEG", quality=92)
    return Logo(written.getvalue(), media_type, made.width, made.height)


def _of_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        high = slice(0 if image.mode.endswith("B") else 1, None, 2)
        made = Image.frombytes("L", image.size, image.tobytes()[high])
    elif image.mode in ("I", "F"):
        made = image.point(lambda value: value / 257).convert("L")
    elif image.mode in PRINTABLE_MODES["image/jpeg"] or image.mode in PRINTABLE_MODES["image/png"]:
        made = image
    else:
        made = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return made
