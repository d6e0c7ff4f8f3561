"""Probability integral transform and rank histogram: flat if what happened looks like one more draw.

Ties (many zeros) are broken at random with a fixed seed, so a right forecast of counts gives a uniform PIT.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.scoring.forecast import Floats


def pit(draws: Floats, observed: Floats, seed: int = 0) -> Floats:
    """Randomised PIT in (0, 1): F(y-) + u (F(y) - F(y-)), with F the ensemble's; (rows, M), (rows,) -> (rows,)."""
    below = (draws < observed[:, None]).sum(axis=1)
    equal = (draws == observed[:, None]).sum(axis=1)
    luck = np.random.default_rng(seed).random(observed.size)
    return np.asarray((below + luck * (equal + 1.0)) / (draws.shape[1] + 1.0))


def rank_histogram(values: Floats, bins: int = 20) -> NDArray[np.int64]:
    """How many PIT values fall in each of `bins` equal parts of [0, 1]."""
    return np.histogram(values, bins=bins, range=(0.0, 1.0))[0].astype(np.int64)
