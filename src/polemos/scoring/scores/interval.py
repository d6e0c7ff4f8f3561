"""Mean interval score: width of the central interval plus 2/alpha times what falls outside. Unit: the target's.

Quantiles interpolate linearly between draws (numpy's default), as in the challenge, whose level is 0.9.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def interval_score(draws: Floats, observed: Floats, level: float = 0.9) -> Floats:
    """draws (rows, M), observed (rows,) -> (rows,)."""
    low, high = central_interval(draws, level)
    return interval_penalty(low, high, observed, 1.0 - level)


def central_interval(draws: Floats, level: float) -> tuple[Floats, Floats]:
    """Lower and upper end of the central interval of that level."""
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(draws, [tail, 1.0 - tail], axis=1)
    return low, high


def interval_penalty(low: Floats, high: Floats, observed: Floats, alpha: float) -> Floats:
    """(U - L) + 2/alpha (L - y)+ + 2/alpha (y - U)+."""
    outside = np.maximum(low - observed, 0.0) + np.maximum(observed - high, 0.0)
    return np.asarray(high - low + 2.0 / alpha * outside)
