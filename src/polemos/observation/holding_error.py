"""How well histories agree with reports of who held which place, half-year by half-year.

Assumes that the reported holder of a place, or the history, is wrong in one share of all looks, and that a few
half-yearly looks at one place count together as one, since who holds a place today mostly held it half a year ago.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from polemos.observation.sourced_data import table

Floats = NDArray[np.float64]


def holding_log_likelihood(shares: Floats, reported: Floats) -> Floats:
    """Log likelihood up to a constant, (draw,): shares held (draw, look, place), and as reported (look, place)."""
    data = table("holding_error")
    wrong, per_count = float(data["wrong"]["share"]), float(data["looks"]["per_count"])
    apart = np.abs(shares - reported).sum(axis=(1, 2))
    return np.asarray(-apart * math.log((1.0 - wrong) / wrong) / per_count)
