"""Variogram score of a joint path: does the forecast get the differences between its components right?

Sum over pairs of components of (|y_i - y_j|^p - mean |x_i - x_j|^p)^2, p = 0.5, equal weights, each pair counted twice.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def variogram_score(paths: Floats, observed: Floats, power: float = 0.5) -> float:
    """paths (M, components), observed (components,) -> one number."""
    happened = np.abs(observed[:, None] - observed[None, :]) ** power
    expected = np.zeros_like(happened)
    for i in range(observed.size):
        expected[i] = (np.abs(paths - paths[:, [i]]) ** power).mean(axis=0)
    return float(((happened - expected) ** 2).sum())
