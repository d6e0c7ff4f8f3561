"""Per-source bias: a source's figures are the truth times a factor of its own, drawn once per run from a prior.

Assumes the factor is lognormal, constant over time, and independent between sources: figures of one source are wrong
together. Leaves out that a source may change its rules midway.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.core.errors import InputError
from polemos.observation.sourced_data import table

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SourceBias:
    """The prior on reported / true for one source; `log_sd` is the standard deviation of its natural logarithm."""

    name: str
    median: float
    log_sd: float
    note: str

    def factor(self, uniform: ArrayLike) -> Floats:
        """Factors from uniform numbers in (0, 1), one per draw."""
        normal = np.vectorize(NormalDist().inv_cdf, otypes=[np.float64])(np.asarray(uniform, dtype=np.float64))
        return np.asarray(self.median * np.exp(self.log_sd * normal))

    def reported(self, true: ArrayLike, uniform: ArrayLike) -> Floats:
        """What the source would report of true values (draw, ...), with one factor per draw."""
        values, factors = np.asarray(true, dtype=np.float64), self.factor(uniform)
        return values * factors.reshape(factors.shape + (1,) * (values.ndim - factors.ndim))

    def log_density(self, reported: ArrayLike, true: ArrayLike, noise_log_sd: float = 0.0) -> Floats:
        """Log density of one reported figure given the truth, in 1/unit; -inf where either is not above zero."""
        y, x = np.broadcast_arrays(np.asarray(reported, dtype=np.float64), np.asarray(true, dtype=np.float64))
        sd = np.hypot(self.log_sd, noise_log_sd)
        with np.errstate(divide="ignore", invalid="ignore"):
            z = (np.log(y) - np.log(x) - np.log(self.median)) / sd
            density = -0.5 * z**2 - np.log(sd * y * np.sqrt(2 * np.pi))
        return np.where((y > 0) & (x > 0), density, -np.inf)


@cache
def source_bias(name: str) -> SourceBias:
    """The bias of that name, or of the source to which a series of that name belongs."""
    known = table("source_bias")
    for key, entry in known.items():
        if name == key or name in entry["series"]:
            return SourceBias(key, entry["median"], entry["log_sd"], entry["note"])
    raise InputError(f"source bias {name}", "no bias is known for it", fix=f"choose one of {', '.join(known)}")
