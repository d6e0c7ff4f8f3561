"""What a country-month looks like: recent means, scatter, the worst month of ten years.

All take counts (months, units) without NaN and give (months, units); month t uses months up to t only.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def recent_mean(counts: Floats, window: int) -> Floats:
    """Mean of the last `window` months (fewer at the start)."""
    total = np.cumsum(np.vstack([np.zeros((1, counts.shape[1])), counts]), axis=0)
    month = np.arange(len(counts))
    start = np.maximum(month - window + 1, 0)
    return np.asarray((total[month + 1] - total[start]) / (month - start + 1)[:, None])


def scatter(counts: Floats, window: int = 12) -> Floats:
    """Standard deviation of log(1 + deaths) over the last months."""
    logs = np.log1p(counts)
    return np.sqrt(np.maximum(recent_mean(logs**2, window) - recent_mean(logs, window) ** 2, 0.0))


def worst(counts: Floats, window: int = 120) -> Floats:
    """The largest month of the last `window`."""
    return np.array([counts[max(0, month - window + 1) : month + 1].max(axis=0) for month in range(len(counts))])
