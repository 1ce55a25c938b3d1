"""Grey values of a picture, and cut-outs of a straightened page."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""Rows of values, 0 for black."""

Floats = NDArray[np.floating]


def cut_outs(page: NDArray[Any], corners: NDArray[np.int64], reach: int, side: int) -> NDArray[Any]:
    """Return the square at each of the corners (across and down) with `reach` dots on every side."""
    wide = np.pad(page, reach, "edge")
    windows = np.lib.stride_tricks.sliding_window_view(wide, (side + 2 * reach, side + 2 * reach))
    return np.asarray(windows[corners[:, 1], corners[:, 0]])
