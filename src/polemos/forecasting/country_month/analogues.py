"""Donors by likeness: recent means over 1, 3, 6, 12 and 36 months and the scatter of the last year, in logs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.forecasting.country_month.donors import Scene, block, lend
from polemos.forecasting.country_month.features import recent_mean, scatter
from polemos.scoring.forecast import Floats

WINDOWS = (1, 3, 6, 12, 36)
NEARNESS = np.array([0.5, 0.7, 0.7, 0.8, 0.4])
LEVEL = np.array([0.2, 0.3, 0.2, 0.3, 0.0])


def analogues(
    counts: Floats,
    futures: Floats,
    usable: NDArray[np.bool_],
    units: NDArray[np.int64],
    leads: tuple[int, ...],
    draws: int,
) -> Floats:
    """Sorted draws (leads, units, draws). `counts` say how a month looks, `futures` what donors lend."""
    means = np.stack([np.log1p(recent_mean(counts, window)) for window in WINDOWS], axis=-1)
    place = np.concatenate([means * NEARNESS, scatter(counts)[..., None]], axis=-1)
    scene = Scene(place, means @ LEVEL, np.log1p(futures), usable)
    return np.concatenate([lend(scene, units, part, draws) for part in block(leads)])
