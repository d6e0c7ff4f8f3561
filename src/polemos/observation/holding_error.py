"""How well histories agree with reports of who held which place, half-year by half-year.

Assumes that the reported holder of a place, or the history, is wrong in a share `WRONG` of looks, and that half-yearly
looks at one place count together as one look a year, since who holds a place today mostly held it half a year ago.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WRONG = 0.1
LOOKS_PER_COUNT = 2


def holding_log_likelihood(shares: Floats, reported: Floats) -> Floats:
    """Log likelihood up to a constant, (draw,): shares held (draw, look, place), and as reported (look, place)."""
    apart = np.abs(shares - reported).sum(axis=(1, 2))
    return np.asarray(-apart * math.log((1.0 - WRONG) / WRONG) / LOOKS_PER_COUNT)
