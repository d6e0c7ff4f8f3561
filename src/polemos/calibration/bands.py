"""Are ranks uniform? Empirical distribution functions against simultaneous bands, adjusted by Holm over all parameters.

A band is that of Kolmogorov's exact distribution: the whole function stays inside with the stated chance. Assumes the
replications are independent; parameters need not be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.05


@dataclass(frozen=True)
class Uniformity:
    """By parameter: largest distance of the function from the diagonal, its p-value, whether Holm rejects it.

    half_width: that of the band against which the worst parameter is held.
    """

    distance: Floats
    p_value: Floats
    outside: NDArray[np.bool_]
    half_width: float


def uniformity(pit: Floats) -> Uniformity:
    """Judge ranks in (0, 1), (replication, parameter)."""
    from scipy.stats import kstwo

    n, many = pit.shape
    ordered, steps = np.sort(pit, axis=0), np.arange(1, n + 1)[:, None] / n
    distance = np.maximum(steps - ordered, ordered - (steps - 1 / n)).max(axis=0)
    p_value = np.asarray(kstwo.sf(distance, n))
    return Uniformity(distance, p_value, holm(p_value), float(kstwo.isf(LEVEL / many, n)))


def holm(p_value: Floats, level: float = LEVEL) -> NDArray[np.bool_]:
    """Which hypotheses are rejected when all of them together may err with probability `level` (Holm 1979)."""
    order = np.argsort(p_value)
    fails = p_value[order] > level / np.arange(len(p_value), 0, -1)
    rejected = np.zeros(len(p_value), dtype=bool)
    rejected[order[: int(np.argmax(fails)) if fails.any() else len(p_value)]] = True
    return rejected


def coverage(pit: Floats, level: float) -> Floats:
    """The share of replications whose truth lies in the central interval, by parameter."""
    return np.asarray((np.abs(pit - 0.5) <= level / 2).mean(axis=0))
