"""A logo is printed as it looks on the screen, whatever its kind, or is refused when it is chosen."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from hashlib import sha256

import pytest
from PIL import Image

from tests.pdf.drawn import pictures_of
from webapp.report.pdf.fetcher import LOGO_URL
from webapp.report.pdf.printing import print_html
from webapp.settings.logo import parse_logo

SIZE = (240, 160)
PAGE = (
    "<html lang=en><title>x</title><style>@page { size: 240px 160px; margin: 0 }"
    f' img {{ display: block }}</style><img src="{LOGO_URL}" alt="x" width="240" height="160">'
)


def bands(light: int = 200, dark: int = 60) -> Image.Image:
    """Light on the left, dark on the right."""
    made = Image.new("L", SIZE, light)
    made.paste(dark, (120, 0, 240, 160))
    return made


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def of_sixteen_bits() -> bytes:
    wide = bands().point(lambda value: value * 257, "I")
    return saved(wide.convert("I;16"), "PNG")


def on_its_side() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(bands().convert("RGB").rotate(90, expand=True), "JPEG", quality=95, exif=exif)


def see_through() -> bytes:
    made = bands().convert("RGBA")
    made.putalpha(255)
    return saved(made, "PNG")


SOUND: dict[str, Callable[[], bytes]] = {
    "grey of 8 bits": lambda: saved(bands(), "PNG"),
    "grey of 16 bits": of_sixteen_bits,
    "black and white": lambda: saved(bands(255, 0).convert("1"), "PNG"),
    "colours": lambda: saved(bands().convert("RGB"), "PNG"),
    "a palette": lambda: saved(bands().convert("P"), "PNG"),
    "a palette, partly see-through": lambda: saved(bands().convert("P"), "PNG", transparency=3),
    "see-through": see_through,
    "grey and see-through": lambda: saved(bands().convert("LA"), "PNG"),
    "a JPEG": lambda: saved(bands().convert("RGB"), "JPEG"),
    "a grey JPEG": lambda: saved(bands(), "JPEG"),
    "a JPEG for the press": lambda: saved(bands().convert("RGB").convert("CMYK"), "JPEG"),
    "a JPEG that comes step by step": lambda: saved(bands().convert("RGB"), "JPEG", progressive=True),
    "a JPEG on its side": on_its_side,
}


@pytest.mark.parametrize("kind", SOUND)
def test_it_is_printed_light_on_the_left_and_dark_on_the_right(kind: str) -> None:
    logo = parse_logo(SOUND[kind](), "logo")
    assert (logo.width, logo.height) == SIZE
    (page,) = pictures_of(print_html(PAGE, logo), 96)
    near, far = page.getpixel((page.width // 4, 80)), page.getpixel((page.width * 3 // 4, 80))
    wanted = (255, 0) if kind == "black and white" else (200, 60)
    assert [near, far] == pytest.approx(wanted, abs=12)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


HEADER = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 240, 160, 8, 0, 0, 0, 0))
WHOLE, PHOTO = SOUND["colours"](), SOUND["a JPEG"]()
FULL_OF = b"".join(sha256(bytes([number])).digest() for number in range(100))

DAMAGED = {
    "a PNG cut off after its header": HEADER,
    "a PNG cut off": WHOLE[:200],
    "half a PNG": WHOLE[: len(WHOLE) // 2],
    "a PNG with a byte that changed": WHOLE[:60] + bytes([WHOLE[60] ^ 1]) + WHOLE[61:],
    "a PNG with too little in it": HEADER + chunk(b"IDAT", zlib.compress(bytes(500))) + chunk(b"IEND", b""),
    "a PNG with garbage in it": HEADER + chunk(b"IDAT", FULL_OF) + chunk(b"IEND", b""),
    "half a JPEG": PHOTO[: len(PHOTO) // 2],
    "a JPEG with garbage in it": PHOTO[:-200] + FULL_OF + b"\xff\xd9",
    "a JPEG of nothing": PHOTO[:30],
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_picture_that_cannot_be_decoded_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="is damaged: save it again as PNG or JPEG"):
        parse_logo(DAMAGED[kind], "logo.png")


def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_decoded() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = HEADER[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10_000)))
    with pytest.raises(ValueError, match="at most 4000 each way"):
        parse_logo(bomb + chunk(b"IEND", b""), "logo.png")
    with pytest.raises(ValueError, match="5000 by 2 pixels: at most 4000 each way"):
        parse_logo(saved(Image.new("L", (5000, 2)), "PNG"), "logo.png")
