"""Counting noise: counts vary more than Poisson around their mean, by the negative binomial.

Assumes a variance of mean + mean^2 / size: small `size` means clumped events, a large one means Poisson. Months are
independent given their means.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.core.errors import InputError

Floats = NDArray[np.float64]
_log_factorial = np.vectorize(math.lgamma, otypes=[np.float64])


def log_probability(count: ArrayLike, mean: ArrayLike, size: float) -> Floats:
    """Log probability of whole counts given their means (zero or more) and the size (above zero)."""
    _check(size)
    k, m = np.broadcast_arrays(np.asarray(count, dtype=np.float64), np.asarray(mean, dtype=np.float64))
    ways = _log_factorial(k + size) - math.lgamma(size) - _log_factorial(k + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = ways + size * np.log(size / (size + m)) + np.where(k > 0, k * np.log(m / (size + m)), 0.0)
    return np.where(m > 0, found, np.where(k == 0, 0.0, -np.inf))


def draw(mean: ArrayLike, size: float, generator: np.random.Generator) -> NDArray[np.int64]:
    """Counts around means, from a generator that the caller has seeded."""
    _check(size)
    values = np.asarray(mean, dtype=np.float64)
    rates = np.where(values > 0, generator.gamma(size, np.maximum(values, 1e-300) / size), 0.0)
    return generator.poisson(rates)


def size_of(counts: ArrayLike) -> float:
    """The size that matches the mean and variance of counts of a steady period; infinite if no wider than Poisson."""
    values = np.asarray(counts, dtype=np.float64)
    mean, variance = float(values.mean()), float(values.var(ddof=1))
    return mean**2 / (variance - mean) if variance > mean else math.inf


def _check(size: float) -> None:
    if not size > 0:
        raise InputError("counting noise, size", "the size is above zero", value=size)
