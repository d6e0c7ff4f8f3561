"""Weigh histories drawn from a learned posterior by the panel, so that a forecast starts from what happened.

The learned posterior q and the exact one, prior times likelihood, approximate the same thing. Their bridge
q^(1-g) (prior times likelihood)^g counts no figure twice whatever g is; g is as large as the wanted number of effective
draws allows. Assumes that the misfit is in the likelihood, so a wrong model is not trusted to the last figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """Weights that add up to one, how many draws they are worth, and how far the bridge was gone (1: all the way)."""

    weights: Floats
    effective: float
    gone: float


def bridge(log_ratio: Floats, effective: float) -> Weighed:
    """Weights exp(g log_ratio) with the largest g in [0, 1] that leaves at least `effective` draws' worth.

    log_ratio: log of prior times likelihood over q, up to a constant, (draw,).
    """
    low, high = 0.0, 1.0
    if _effective(log_ratio, 1.0) >= effective:
        low = 1.0
    for _ in range(50 if low < 1.0 else 0):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _effective(log_ratio, middle) >= effective else (low, middle)
    return Weighed(_weights(log_ratio, low), _effective(log_ratio, low), low)


def resample(weights: Floats, draws: int, uniform: float) -> NDArray[np.intp]:
    """Draw numbers, each about as often as its weight says (systematic resampling from one uniform number)."""
    at = (np.arange(draws) + uniform) / draws
    return np.searchsorted(np.cumsum(weights)[:-1], at)


def _weights(log_ratio: Floats, gone: float) -> Floats:
    weights = np.exp(gone * (log_ratio - log_ratio.max()))
    return np.asarray(weights / weights.sum())


def _effective(log_ratio: Floats, gone: float) -> float:
    return float(1.0 / (_weights(log_ratio, gone) ** 2).sum())
