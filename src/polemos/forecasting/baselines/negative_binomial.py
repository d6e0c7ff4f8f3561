"""A negative binomial with the mean and variance of the last months, or a mixture of several windows.

Quantile draws, shuffled for each unit and lead, so there is no sampling error in a marginal distribution. With a
variance not above the mean it is a Poisson; with no deaths in the window it is 0 for certain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class NegativeBinomial:
    """Equal weights on the windows (months)."""

    windows: tuple[int, ...] = (12,)
    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """The same distribution for every lead."""
        shares = np.array_split(np.arange(draws), len(self.windows))
        parts = [quantile_draws(history.last(w), len(share)) for w, share in zip(self.windows, shares, strict=True)]
        one = np.concatenate(parts, axis=1)
        luck = generator(seed, "negative_binomial")
        return np.stack([luck.permuted(one, axis=1) for _ in leads])


def quantile_draws(past: Floats, draws: int) -> Floats:
    """Quantiles at the middles of `draws` equal parts, from moments over (months, units) -> (units, draws)."""
    from scipy import stats

    level = (np.arange(draws) + 0.5) / draws
    mean, variance = past.mean(axis=0), past.var(axis=0, ddof=1 if past.shape[0] > 1 else 0)
    out = np.zeros((past.shape[1], draws))
    for unit in np.flatnonzero(mean > 0):
        excess = variance[unit] - mean[unit]
        if excess <= 1e-9 * mean[unit]:
            out[unit] = stats.poisson.ppf(level, mean[unit])
        else:
            out[unit] = stats.nbinom.ppf(level, mean[unit] ** 2 / excess, mean[unit] / variance[unit])
    return out
