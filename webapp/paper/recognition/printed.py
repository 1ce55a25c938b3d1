"""Find what is printed on a blank page."""

from zlib import compress, decompress

import numpy as np
from numpy.typing import NDArray

from webapp.paper.print_mask import PrintMask
from webapp.paper.recognition.grey import Grey

PRINTED = 225  # grey value below which a dot of the blank page is print, with its soft edge
BLUR = 3  # dots around print that may be dark in a photo

Mask = NDArray[np.bool_]


def print_mask(blank: Grey) -> PrintMask:
    """Return the mask of a straightened blank page."""
    mask = _spread(_spread(blank < PRINTED).T).T
    height, width = mask.shape
    return PrintMask(width, height, compress(np.packbits(mask).tobytes(), 1))


def print_mask_of_bytes(grey: bytes, width: int) -> PrintMask:
    """Return the mask of a blank page whose grey values come row by row."""
    return print_mask(np.frombuffer(grey, np.uint8).reshape(-1, width))


def unpacked(mask: PrintMask) -> Mask:
    """Return which dots of a page are print."""
    bits = np.frombuffer(decompress(mask.packed), np.uint8)
    page = np.unpackbits(bits, count=mask.height * mask.width).view(np.bool_)
    return page.reshape(mask.height, mask.width)


def _spread(mask: Mask) -> Mask:
    """Return a mask whose dots reach BLUR rows up and down."""
    spread = mask.copy()
    for rows in range(1, BLUR + 1):
        spread[rows:] |= mask[:-rows]
        spread[:-rows] |= mask[rows:]
    return spread
