"""A country's own recent months, near and far: a negative binomial for each window of the record.

Assumes the level of the last months goes on and that its scatter is gamma. One window knows the present, another the
past; which to believe is left to the pool's weights.
"""

from __future__ import annotations

import numpy as np

from polemos.forecasting.baselines.negative_binomial import quantile_draws
from polemos.scoring.forecast import Floats


def own_record(counts: Floats, window: int, draws: int) -> Floats:
    """Sorted quantile draws (units, draws) from the last `window` months of counts (months, units)."""
    return np.sort(quantile_draws(counts[-window:], draws), axis=1)
