"""Regression to the usual: a ridge line through log(1 + deaths) of all countries says where a country is heading.

Donors are those for which the line foretold about the same; they lend how far it missed. Assumes the same line for
every country (full pooling of the slope, none of the level, which is in the features).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.forecasting.country_month.donors import Scene, block, lend
from polemos.forecasting.country_month.features import recent_mean, scatter, worst
from polemos.scoring.forecast import Floats

WINDOWS = (1, 3, 6, 12, 24, 60)
RIDGE = 5.0
SCATTER_NEARNESS, LEVEL_NEARNESS = 0.5, 0.15


def regression(
    counts: Floats,
    futures: Floats,
    usable: NDArray[np.bool_],
    units: NDArray[np.int64],
    leads: tuple[int, ...],
    draws: int,
) -> Floats:
    """Sorted draws (leads, units, draws). `counts` say how a month looks, `futures` what came."""
    features = _features(counts)
    logs = np.log1p(futures)
    spread, year = scatter(counts), np.log1p(recent_mean(counts, 12))
    parts = []
    for part in block(leads):
        line = _line(features, logs, usable, part)
        place = np.stack([line, SCATTER_NEARNESS * spread, LEVEL_NEARNESS * year], axis=-1)
        parts.append(lend(Scene(place, line, logs, usable), units, part, draws))
    return np.concatenate(parts)


def _features(counts: Floats) -> Floats:
    """(months, units, features): log means, scatter, shares of months with deaths, the worst month, 1."""
    means = [np.log1p(recent_mean(counts, window)) for window in WINDOWS]
    happened = (counts > 0).astype(np.float64)
    shares = [recent_mean(happened, 12), recent_mean(happened, 60)]
    return np.stack([*means, scatter(counts), *shares, np.log1p(worst(counts)), np.ones_like(counts)], axis=-1)


def _line(features: Floats, logs: Floats, usable: NDArray[np.bool_], leads: tuple[int, ...]) -> Floats:
    """The fitted mean log over these leads, for every month and unit; fitted where all leads are known."""
    month, unit = np.nonzero(usable[: len(logs) - max(leads)])
    x = features[month, unit]
    y = np.mean([logs[month + lead, unit] for lead in leads], axis=0)
    penalty = np.full(x.shape[1], RIDGE)
    penalty[-1] = 1e-6
    return np.asarray(features @ np.linalg.solve(x.T @ x + np.diag(penalty), x.T @ y))
