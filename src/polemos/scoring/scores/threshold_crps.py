"""Threshold-weighted CRPS: only what happens at or above a threshold counts (weight function 1[z >= t]).

The chaining function is max(x, t); a forecast that is right about exceedance is not charged below. Unit: the target's.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats
from polemos.scoring.scores.crps import crps


def threshold_crps(draws: Floats, observed: Floats, threshold: float) -> Floats:
    """draws (rows, M), observed (rows,) -> (rows,)."""
    return crps(np.maximum(draws, threshold), np.maximum(observed, threshold))
