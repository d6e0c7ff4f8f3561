"""Histories (parameters and luck) weighed by what was reported to the origin, tempered so that enough of them count.

Assumes targets' residuals are independent given the history. The temperature is the highest, at most 1, that leaves an
effective sample of the size asked for; it is reported, since a low one says that no history fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polemos.forecasting.discrepancy import Floats, Ints
from polemos.observation.holding_error import holding_log_likelihood
from polemos.observation.panel import Panel, reported_shares, simulated_shares

LOOK = 6
HALVINGS = 40


@dataclass(frozen=True, eq=False)
class Weights:
    """Normalised weights (draw,), the temperature of the likelihood, and the effective sample size."""

    share: Floats
    temperature: float
    effective: float


def tempered(log_likelihood: Floats, least: float) -> Weights:
    """Weights at the highest temperature exponent in (0, 1] with an effective sample of at least `least`."""
    if effective(log_likelihood) >= least:
        return _weights(log_likelihood, 1.0)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(middle * log_likelihood) >= least else (low, middle)
    return _weights(log_likelihood, low)


def effective(log_weights: Floats) -> float:
    """The effective sample size of unnormalised log weights."""
    share = np.exp(log_weights - log_weights.max())
    return float(share.sum() ** 2 / (share**2).sum())


def resampled(weights: Weights, count: int, uniform: float) -> Ints:
    """Systematic resampling: `count` draw numbers, each draw about as often as its weight says."""
    at = (np.arange(count) + uniform) / count
    return np.asarray(np.searchsorted(np.cumsum(weights.share), at).clip(0, len(weights.share) - 1))


def holders_log_likelihood(holder: NDArray[np.integer], panel: Panel, last: int, first: int = 0) -> Floats:
    """How well histories agree with the reported holders of the places that have spells, (draw,).

    holder (draw, month, place); looks every half-year back from month `last` to month `first`.
    """
    months = range(last, first - 1, -LOOK)
    if not months:
        return np.zeros(len(holder))
    places = sorted({panel.places.index(spell.place) for spell in panel.spells})
    windows = [(month, month) for month in months]
    reported = reported_shares(panel, windows)[:, places]
    return holding_log_likelihood(simulated_shares(holder[:, :, places], windows), reported)


def total(parts: Sequence[Floats]) -> Floats:
    """The sum of log likelihoods (draw,)."""
    return np.asarray(np.sum(np.stack(parts), axis=0))


def _weights(log_likelihood: Floats, temperature: float) -> Weights:
    share = np.exp(temperature * (log_likelihood - log_likelihood.max()))
    return Weights(share / share.sum(), temperature, effective(temperature * log_likelihood))
