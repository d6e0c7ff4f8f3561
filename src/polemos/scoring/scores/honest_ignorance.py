"""Ignorance on the challenge's bins without its resampling: each draw is repeated, no value is made up. Unit: bits.

A forecast with M draws is expanded to 1000 by its own step quantiles, so ensembles of any size meet the same
pseudo-draws. Equal to `ignorance` when there are 1000 draws.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats
from polemos.scoring.scores.ignorance import DRAWS, bin_ignorance


def honest_ignorance(draws: Floats, observed: Floats) -> Floats:
    """draws (rows, M), observed (rows,) -> (rows,)."""
    size = draws.shape[1]
    if size != DRAWS:
        pick = ((np.arange(DRAWS) + 0.5) / DRAWS * size).astype(np.int64)
        draws = np.sort(draws, axis=1)[:, pick]
    return bin_ignorance(draws, observed)
