"""M00, the rival without mechanisms: a local level with a damped local trend in log(1 + deaths), observed with noise.

Assumes Gaussian steps and noise in logs, whose sizes and damping come from a grid by the likelihood of the country's
last months plus `pooling` times the mean likelihood of all countries with deaths, so thin records lean on the others.
Draws are rounded to whole deaths and bounded. It stands beside every mechanistic forecast: what it does as well needs
no mechanism.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from polemos.forecasting.bounds import clip_to_bounds
from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats

LEVEL_STEPS = (0.05, 0.15, 0.3, 0.6)
TREND_STEPS = (0.0, 0.03, 0.1)
NOISES = (0.2, 0.4, 0.7, 1.1)
DAMPINGS = (0.8, 0.95)
GRID = tuple(product(LEVEL_STEPS, TREND_STEPS, NOISES, DAMPINGS))


@dataclass(frozen=True)
class StateSpace:
    """Window of the fit in months; pooling in months' worth of the other countries' evidence."""

    window: int = 120
    pooling: float = 0.3
    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Simulates the level month by month from the filtered state; one path per draw."""
        past = np.log1p(history.last(self.window))
        steps, state, cover = best_filters(past, self.pooling)
        luck = generator(seed, "state_space")
        root = np.linalg.cholesky(cover + 1e-12 * np.eye(2))
        start = state[:, :, None] + root @ luck.standard_normal((past.shape[1], 2, draws))
        level, trend = start[:, 0], start[:, 1]
        out = []
        for lead in range(1, max(leads) + 1):
            noise = luck.standard_normal((3, *level.shape))
            trend = steps[3][:, None] * trend + steps[1][:, None] * noise[0]
            level = level + trend + steps[0][:, None] * noise[1]
            if lead in leads:
                out.append(np.rint(np.expm1(np.clip(level + steps[2][:, None] * noise[2], 0.0, 20.0))))
        values = np.where((past.max(axis=0) > 0)[None, :, None], np.stack(out), 0.0)
        return clip_to_bounds(values, history)[0]


def best_filters(past: Floats, pooling: float) -> tuple[Floats, Floats, Floats]:
    """(parameters (4, units), state (units, 2), its covariance (units, 2, 2)) of the likeliest grid point per unit."""
    runs = [kalman(past, *point) for point in GRID]
    likelihood = np.stack([run[0] for run in runs])
    active = past.max(axis=0) > 0
    shared = likelihood[:, active].mean(axis=1) if active.any() else np.zeros(len(GRID))
    choice = np.argmax(likelihood + pooling * shared[:, None], axis=0)
    units = np.arange(past.shape[1])
    state = np.stack([run[1] for run in runs])[choice, units]
    cover = np.stack([run[2] for run in runs])[choice]
    return np.array(GRID).T[:, choice], state, cover


def kalman(
    past: Floats, level_step: float, trend_step: float, noise: float, damping: float
) -> tuple[Floats, Floats, Floats]:
    """(log likelihood (units,), state (units, 2), covariance (2, 2)) after filtering (months, units)."""
    move = np.array([[1.0, damping], [0.0, damping]])
    shake = np.array([[level_step**2 + trend_step**2, trend_step**2], [trend_step**2, trend_step**2]])
    state = np.stack([past[0], np.zeros(past.shape[1])], axis=1)
    cover = np.diag([1.0, 0.01])
    likelihood = np.zeros(past.shape[1])
    for month in past[1:]:
        state, cover = state @ move.T, move @ cover @ move.T + shake
        size = cover[0, 0] + noise**2
        error = month - state[:, 0]
        likelihood -= 0.5 * (error**2 / size + np.log(2.0 * np.pi * size))
        gain = cover[:, 0] / size
        state = state + error[:, None] * gain
        cover = cover - np.outer(gain, cover[0])
    return likelihood, state, cover
