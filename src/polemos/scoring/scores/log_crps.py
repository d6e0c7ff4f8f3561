"""CRPS of log(1 + deaths): every country weighs about as much as its order of magnitude, not its toll.

Assumes values are not negative. Unit: log points.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats
from polemos.scoring.scores.crps import crps


def log_crps(draws: Floats, observed: Floats) -> Floats:
    """draws (rows, M), observed (rows,) -> (rows,)."""
    return crps(np.log1p(draws), np.log1p(observed))
