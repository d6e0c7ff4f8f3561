"""Fair CRPS: the spread term averages over different draws only, so a small ensemble is not punished for its size.

Assumes draws are exchangeable samples of a distribution; needs two of them. Unit: that of the target.
"""

from __future__ import annotations

import numpy as np

from polemos.core.errors import InputError
from polemos.scoring.forecast import Floats
from polemos.scoring.scores.crps import mean_distance, mean_gap


def fair_crps(draws: Floats, observed: Floats) -> Floats:
    """draws (rows, M >= 2), observed (rows,) -> (rows,)."""
    size = int(draws.shape[1])
    if size < 2:
        raise InputError("fair CRPS", "needs two draws or more", value=size)
    half = 0.5 * size / (size - 1)
    return np.asarray(mean_distance(draws, observed) - half * mean_gap(draws))
