"""Misfit: how far the model is off for a target, as a wandering factor that all its sources share.

Assumes a log with mean zero and one standard deviation per target, drawn from a prior and learned: a share of its
variance belongs to one month alone, the rest is an AR(1). Leaves out misfits that targets share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polemos.observation.sourced_data import table

Floats = NDArray[np.float64]
Z95 = 1.6448536269514722
HALF_MONTH = 0.5


def log_sd(z: Floats) -> Floats:
    """The standard deviation at standard normal coordinates z, by its lognormal prior."""
    prior = table("misfit")["log_sd"]
    return np.asarray(prior["median"] * np.exp(z * math.log(prior["upper95"] / prior["median"]) / Z95))


def correlation(months: Sequence[float]) -> Floats:
    """Correlations between the misfits of one target at times in months, (n, n)."""
    at = np.asarray(months, dtype=np.float64)
    apart = np.abs(at[:, None] - at[None, :])
    lasting, sudden = float(table("misfit")["lasting"]["months"]), float(table("misfit")["sudden"]["share"])
    return np.asarray((1 - sudden) * np.exp(-apart / lasting) + sudden * (apart < HALF_MONTH))


def paths(months: Sequence[float], sd: Floats, generator: np.random.Generator) -> Floats:
    """Misfits (draw, n) at times in months, for standard deviations (draw,)."""
    factor = np.linalg.cholesky(correlation(months) + 1e-9 * np.eye(len(months)))
    return np.asarray(sd[:, None] * (generator.standard_normal((len(sd), len(months))) @ factor.T))
