"""CRPS of an ensemble: mean |x - y| - 1/(2 M^2) sum |x_i - x_j|, the estimator of the VIEWS challenge.

Assumes the ensemble IS the forecast. Unit: that of the target; 0 is best. Sorted form, O(M log M), no pair table.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def crps(draws: Floats, observed: Floats) -> Floats:
    """draws (rows, M), observed (rows,) -> (rows,)."""
    return mean_distance(draws, observed) - 0.5 * mean_gap(draws)


def mean_distance(draws: Floats, observed: Floats) -> Floats:
    """Mean |x - y| over the draws."""
    return np.asarray(np.abs(draws - observed[:, None]).mean(axis=1))


def mean_gap(draws: Floats) -> Floats:
    """Mean |x_i - x_j| over all M^2 ordered pairs, from the sorted draws."""
    ordered = np.sort(draws, axis=1)
    size = draws.shape[1]
    weight = (2.0 * np.arange(1, size + 1) - size - 1.0) * (2.0 / size**2)
    return np.asarray(ordered @ weight)
