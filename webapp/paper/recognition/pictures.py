"""From the bytes of a file to one grey page of moderate size. Runs in the process that can open nothing."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from webapp.paper.recognition.grey import Grey
from webapp.paper.recognition.refusals import (
    BROKEN,
    HEIC,
    LOCKED,
    NOT_A_PICTURE,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    TOO_SMALL,
    PictureRefused,
)

MOST_PIXELS = 52_000_000  # of a JPEG, which is read at a fraction of its size: what telephones make
MOST_PIXELS_WHOLE = 36_000_000  # of a picture that is read whole: a page at 600 dots an inch
MOST_SAMPLES = 90_000_000  # values of a progressive JPEG, two bytes each
MOST_SAMPLES_IN_COLOUR = 45_000_000  # above, such a JPEG is read in grey
STRIP = 256  # rows whose darkest colours are found at once
FEWEST_PIXELS = 900  # of the shorter side: below, a code has too few to be read
COARSE, FINE = 1500, 2600  # pixels of the longer side that a picture has at least, if its file has as many
MOST_LONG = 3700  # pixels of the longer side above which it costs less to shrink a picture than to read it
PDF_SIDE = 2400  # pixels of the longer side of a page of a PDF
MOST_PAGES = 60  # of a PDF
IMAGE_DEPTH = 2  # a page, and what it draws as one
FORMATS = ("JPEG", "PNG", "TIFF")
PDF_SIGN, PDF_SIGN_WITHIN = b"%PDF-", 1024
HEIC_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc")

warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # sizes are checked here, by format
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Picture:
    """A picture, and whether its file has a finer one."""

    grey: Grey
    is_reduced: bool = False


def page_count(file: bytes) -> int:
    """Return the number of pages in a file. Raise PictureRefused."""
    if is_pdf(file):
        with _opened(file) as pdf:
            return len(pdf)
    return 1


def read_page(file: bytes, index: int, long_side: int = FINE) -> Picture:
    """Return one page as grey values, 0 for black, not much finer than asked for. Raise PictureRefused."""
    try:
        page = Picture(_pdf_page(file, index)) if is_pdf(file) else _picture(file, long_side)
    except MemoryError:
        raise PictureRefused(TOO_MANY_PIXELS) from None
    if min(page.grey.shape) < FEWEST_PIXELS and not page.is_reduced:
        raise PictureRefused(TOO_SMALL)
    return page


def is_pdf(file: bytes) -> bool:
    """Return whether the file says that it is a PDF."""
    return PDF_SIGN in file[:PDF_SIGN_WITHIN]


def _opened(file: bytes) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise PictureRefused(LOCKED if "password" in str(error).lower() else BROKEN) from error
    if len(pdf) > MOST_PAGES:
        raise PictureRefused(TOO_MANY_PAGES)
    return pdf


def _pdf_page(file: bytes, index: int) -> Grey:
    with _opened(file) as pdf:
        try:
            page = pdf[index]
            if any(width * height > MOST_PIXELS_WHOLE for width, height in _image_sizes(page)):
                raise PictureRefused(TOO_MANY_PIXELS)
            scale = PDF_SIDE / max(*page.get_size(), 1.0)
            bitmap = page.render(scale=scale, may_draw_forms=False)
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise PictureRefused(BROKEN) from error
        return np.asarray(_darkest(bitmap.to_pil()))


def _image_sizes(page: pypdfium2.PdfPage) -> Iterator[tuple[int, int]]:
    """Yield the pixels of the images on a page: a scan is one, and PDFium leaves out what has no room."""
    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=IMAGE_DEPTH):
        yield image.get_px_size()


def _picture(file: bytes, long_side: int) -> Picture:
    if any(brand in file[:32] for brand in HEIC_BRANDS):
        raise PictureRefused(HEIC)
    try:
        with Image.open(BytesIO(file), formats=FORMATS) as picture:
            return _decoded(picture, long_side)
    except UnidentifiedImageError as error:
        raise PictureRefused(NOT_A_PICTURE) from error
    except PictureRefused:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise PictureRefused(BROKEN) from error


def _decoded(picture: Image.Image, long_side: int) -> Picture:
    size = picture.size
    if _is_too_large(picture):
        raise PictureRefused(TOO_MANY_PIXELS)
    if max(size) > long_side:
        mode = "L" if _is_large_progressive(picture) else picture.mode
        picture.draft(mode, tuple(side * long_side // max(size) for side in size))  # type: ignore[arg-type]
    grey = _darkest(_on_white(picture))  # any way up: the codes of a page say that
    if max(grey.size) > MOST_LONG:
        share = FINE / max(grey.size)
        grey = grey.resize((round(grey.width * share), round(grey.height * share)), Image.Resampling.BOX)
    return Picture(np.asarray(grey), is_reduced=grey.size != size)


def _darkest(picture: Image.Image) -> Image.Image:
    """Return the darkest of red, green and blue of each pixel, as grey.

    A yellow marker is nearly as light as paper, but has no blue. Strips take less memory than the whole.
    """
    if len(picture.getbands()) < len("RGB") and picture.mode not in ("P", "PA"):
        return picture.convert("L")
    grey = Image.new("L", picture.size)
    for top in range(0, picture.height, STRIP):
        strip = picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))
        red, green, blue = strip.convert("RGB").split()
        grey.paste(ImageChops.darker(ImageChops.darker(red, green), blue), (0, top))
    return grey


def _is_too_large(picture: Image.Image) -> bool:
    pixels = picture.width * picture.height
    if not isinstance(picture, JpegImageFile):
        return pixels > MOST_PIXELS_WHOLE
    return pixels > MOST_PIXELS or _is_progressive_above(picture, MOST_SAMPLES)


def _is_large_progressive(picture: Image.Image) -> bool:
    """Return whether a picture has no room in memory with its colours."""
    return isinstance(picture, JpegImageFile) and _is_progressive_above(picture, MOST_SAMPLES_IN_COLOUR)


def _is_progressive_above(picture: JpegImageFile, samples: int) -> bool:
    return "progressive" in picture.info and _samples(picture) > samples


def _samples(picture: JpegImageFile) -> float:
    """Return how many values a progressive JPEG has. All are held until its last pass is decoded."""
    shares = [across * down for _, across, down, _ in picture.layer]
    return picture.width * picture.height * sum(shares) / max(shares)


def _on_white(picture: Image.Image) -> Image.Image:
    """Put a picture with holes on white paper."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture
    whole = picture.convert("RGBA")
    paper = Image.new("RGBA", whole.size, "white")
    paper.alpha_composite(whole)
    return paper
