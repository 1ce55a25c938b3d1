"""Grey values of a picture, and how fine those of a straightened page are."""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""Rows of values, 0 for black."""

Floats = NDArray[np.floating]

DOTS = 8  # of a straightened page, in a millimetre
HUNDREDTHS = 100 / DOTS  # hundredths of a millimetre in a dot
