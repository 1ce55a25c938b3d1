"""Find the page in a picture by its codes, and straighten it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from webapp.paper.codes import SIZE, SIZES, PageCode, corner_places
from webapp.paper.recognition.grey import HUNDREDTHS, Grey
from webapp.paper.recognition.refusals import FEW_CODES, NO_CODES, TWO_PAGES, PictureRefused

FEWEST_CODES = 3
QR_CODES = zxingcpp.barcode_formats_from_str("QRCode")

Points = NDArray[np.float64]


@dataclass(frozen=True)
class StraightPage:
    """A page seen from straight above, with DOTS dots in a millimetre, and what its codes say."""

    code: PageCode
    grey: Grey


def straighten(picture: Grey) -> StraightPage:
    """Return the page in the picture, also one that is upside down. Raise PictureRefused."""
    found = _codes(picture)
    first = replace(next(iter(found)), corner=0)
    if any(replace(code, corner=0) != first for code in found):
        raise PictureRefused(TWO_PAGES)
    if len(found) < FEWEST_CODES:
        raise PictureRefused(FEW_CODES)
    paper = first.form.edition.paper
    places = corner_places(paper)
    on_paper = np.array([point for code in found for point in _square(places[code.corner])], float)
    in_picture = np.array([point for corners in found.values() for point in corners], float)
    transform = homography(on_paper / HUNDREDTHS, in_picture)
    width, height = (round(side / HUNDREDTHS) for side in SIZES[paper])
    straight = Image.fromarray(picture).transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        tuple((transform / transform[2, 2]).flatten()[:8]),
        Image.Resampling.BILINEAR,
        fillcolor=0,
    )
    return StraightPage(first, np.asarray(straight))


def _codes(picture: Grey) -> dict[PageCode, Sequence[tuple[float, float]]]:
    """Return the codes of forms in the picture, with their corners from the upper left one on, clockwise."""
    found: dict[PageCode, Sequence[tuple[float, float]]] = {}
    for one in zxingcpp.read_barcodes(picture, formats=QR_CODES):
        try:
            code = PageCode.parse(one.text)
        except ValueError:
            continue
        at = one.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        found[code] = [(point.x, point.y) for point in corners]
    if not found:
        raise PictureRefused(NO_CODES)
    return found


def _square(place: tuple[int, int]) -> Sequence[tuple[int, int]]:
    left, top = place
    return (left, top), (left + SIZE, top), (left + SIZE, top + SIZE), (left, top + SIZE)


def homography(source: Points, target: Points) -> Points:
    """Return the 3 by 3 matrix that takes the points to the target, by least squares."""
    from_shift, from_scale = source.mean(0), np.abs(source - source.mean(0)).mean()
    to_shift, to_scale = target.mean(0), np.abs(target - target.mean(0)).mean()
    x, y = ((source - from_shift) / from_scale).T
    u, v = ((target - to_shift) / to_scale).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = np.concatenate(
        [
            np.stack([x, y, one, zero, zero, zero, -u * x, -u * y, -u], 1),
            np.stack([zero, zero, zero, x, y, one, -v * x, -v * y, -v], 1),
        ]
    )
    normal = np.linalg.svd(rows)[2][-1].reshape(3, 3)
    matrix: Points = (
        _moved(to_shift, to_scale, back=True) @ normal @ _moved(from_shift, from_scale, back=False)
    )
    return matrix


def _moved(shift: Points, scale: float, *, back: bool) -> Points:
    """Return the matrix that brings points around the origin, or that brings them back."""
    matrix = np.array([[1 / scale, 0, -shift[0] / scale], [0, 1 / scale, -shift[1] / scale], [0, 0, 1]])
    return np.linalg.inv(matrix) if back else matrix
