"""Find the page in a picture by its codes, and straighten it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from webapp.paper.codes import CORNERS, HUNDREDTHS_IN_A_DOT, SIZE, SIZES, PageCode, corner_places
from webapp.paper.recognition.grey import Grey
from webapp.paper.recognition.pictures import COARSE, FINE, read_page
from webapp.paper.recognition.refusals import EMPTY, FEW_CODES, NO_CODES, TWO_PAGES, PictureRefused

FEWEST_CODES = 3
FINE_ENOUGH = 3.6 * SIZE / 100  # pixels of the side of a code from which a page need not be finer
BRIGHT, DARK_SHARE = 150, 0.7  # of paper, and of what is written on it, as a share of the paper's
EMPTY_SHARE = 0.0005  # dots of an empty page that dust and its edges make dark
QR_CODES = zxingcpp.barcode_formats_from_str("QRCode")

Points = NDArray[np.float64]

CornersByCode = Mapping[PageCode, Points]
"""The codes of forms in a picture, with their corners from the upper left one on, clockwise."""


@dataclass(frozen=True)
class StraightPage:
    """A page seen from straight above, with DOTS dots in a millimetre, and what its codes say."""

    code: PageCode
    grey: Grey


def straight_page(file: bytes, index: int) -> StraightPage:
    """Return one page of a file, also one that is upside down. Raise PictureRefused.

    Most photos are finer than need be. They are read at half or a quarter of their size, which takes half the
    time, and again only where that does not show all codes, or shows them too small.
    """
    picture = read_page(file, index, COARSE)
    codes = _codes(picture.grey)
    if picture.is_reduced and not _are_fine_enough(codes):
        picture = read_page(file, index, FINE)
        codes = _codes(picture.grey)
    return _straightened(picture.grey, codes)


def _are_fine_enough(codes: CornersByCode) -> bool:
    sides = [np.hypot(*(corners - np.roll(corners, 1, 0)).T).min() for corners in codes.values()]
    return len(codes) == len(CORNERS) and min(sides) >= FINE_ENOUGH


def _straightened(picture: Grey, codes: CornersByCode) -> StraightPage:
    if not codes:
        raise PictureRefused(EMPTY if _is_empty(picture) else NO_CODES)
    first = replace(next(iter(codes)), corner=0)
    if any(replace(code, corner=0) != first for code in codes):
        raise PictureRefused(TWO_PAGES)
    if len(codes) < FEWEST_CODES:
        raise PictureRefused(FEW_CODES)
    paper = first.form.edition.paper
    places = corner_places(paper)
    on_paper = np.array([point for code in codes for point in _square(places[code.corner])], float)
    transform = homography(on_paper / HUNDREDTHS_IN_A_DOT, np.concatenate(list(codes.values())))
    width, height = (round(side / HUNDREDTHS_IN_A_DOT) for side in SIZES[paper])
    straight = Image.fromarray(picture).transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        tuple((transform / transform[2, 2]).flatten()[:8]),
        Image.Resampling.BILINEAR,
        fillcolor=0,
    )
    return StraightPage(first, np.asarray(straight))


def _codes(picture: Grey) -> CornersByCode:
    """Return the codes of forms in a picture; they are dark on light, and found any way up."""
    found: dict[PageCode, Points] = {}
    for one in zxingcpp.read_barcodes(picture, formats=QR_CODES, try_rotate=False, try_invert=False):
        try:
            code = PageCode.parse(one.text)
        except ValueError:
            continue
        at = one.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        found[code] = np.array([(point.x, point.y) for point in corners], float)
    return found


def _is_empty(picture: Grey) -> bool:
    """Return whether nothing is on the page, as on the back of the last sheet of a scan of both sides."""
    paper = np.median(picture)
    return bool(paper > BRIGHT and np.mean(picture < DARK_SHARE * paper) < EMPTY_SHARE)


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
