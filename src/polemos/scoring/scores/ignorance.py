"""Ignorance as the VIEWS challenge computes it, with its exact bins and its resampling path. Unit: bits.

One pseudo-draw is added to every bin. If there are not 1000 draws, the challenge resamples them to 1000 with the
Fourier method along the draw axis and sets negatives to 0; that makes up values nobody forecast, and it flatters
small ensembles. It is kept here only to be comparable; `honest_ignorance` is the other one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.scoring.forecast import Floats

EDGES = (0.0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
BINS = len(EDGES)
DRAWS = 1000


def ignorance(draws: Floats, observed: Floats) -> Floats:
    """draws (rows, M) in their original order, observed (rows,) -> (rows,)."""
    if draws.shape[1] != DRAWS:
        from scipy.signal import resample

        draws = np.maximum(resample(draws, DRAWS, axis=1), 0.0)
    return bin_ignorance(draws, observed)


def bin_ignorance(draws: Floats, observed: Floats) -> Floats:
    """-log2 of the smoothed share of draws in the bin of what happened: (count + 1) / (M + 11)."""
    hit = which_bin(draws) == which_bin(observed)[:, None]
    return np.asarray(-np.log2((hit.sum(axis=1) + 1.0) / (draws.shape[1] + BINS)))


def which_bin(values: Floats) -> NDArray[np.int64]:
    """0 for none, 1 for 1-2, ... 10 for more than 1000."""
    return np.asarray(np.searchsorted(EDGES, values, side="right") - 1, dtype=np.int64)
