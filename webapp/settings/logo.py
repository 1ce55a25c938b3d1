"""The clinic's logo: a PNG or JPEG file of sensible size, judged by its bytes, not by its name."""

from __future__ import annotations

import struct
from pathlib import Path

from webapp.clinic import Logo

# It is part of every page's first visit, and of every PDF.
MOST_BYTES = 200_000
MOST_PIXELS = 4000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Start-of-frame markers, which carry the size: ITU T.81, table B.1, without DHT (C4), JPG (C8), DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_logo(path: Path) -> Logo:
    """Raises ValueError with what is wrong and what to do."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    return logo_of(data, str(path))


def logo_of(data: bytes, name: str) -> Logo:
    """Judge a picture; `name` is what messages call it. Raises ValueError as `read_logo` does."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"{name} has {len(data):,} bytes: at most {MOST_BYTES:,}; save it smaller")
    try:
        media_type, width, height = _kind_and_size(data)
    except struct.error as error:
        raise ValueError(f"{name} is damaged: save it anew as PNG or JPEG") from error
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise ValueError(f"{name} is {width} by {height} pixels: at most {MOST_PIXELS} each way")
    return Logo(data, media_type, width, height)


def _kind_and_size(data: bytes) -> tuple[str, int, int]:
    if data.startswith(_PNG):
        width, height = struct.unpack_from(">II", data, 16)
        return "image/png", width, height
    if data.startswith(_JPEG):
        return "image/jpeg", *_jpeg_size(data)
    raise ValueError("the logo is neither a PNG nor a JPEG picture: save it as one of them")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header. Raises struct.error at the end of the data."""
    place = len(_JPEG) - 1
    while True:
        marker, length = struct.unpack_from(">xBH", data, place)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + length
