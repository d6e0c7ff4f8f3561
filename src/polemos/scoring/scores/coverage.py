"""Coverage: whether the central interval of a level holds what happened, ends included. Unit: share of rows.

With counts an interval covers at least its level when the forecast is right, never exactly: many intervals are [0, 0].
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats
from polemos.scoring.scores.interval import central_interval

LEVELS = (0.5, 0.8, 0.9, 0.95)


def covered(draws: Floats, observed: Floats, level: float) -> Floats:
    """1.0 where the interval holds the value, else 0.0; draws (rows, M), observed (rows,) -> (rows,)."""
    low, high = central_interval(draws, level)
    return np.asarray((low <= observed) & (observed <= high), dtype=np.float64)
