"""Deaths beget deaths: a discrete Hawkes process, rate = base + branching x exponentially fading past deaths.

Assumes branching below 1 (no explosion) and one memory length per country, chosen with base and branching by weighted
least squares on the last months; counts are negative binomial around the rate with the scatter seen in the past.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from polemos.forecasting.bounds import bounds
from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats

MEMORY = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
MOST_BRANCHING = 0.98


@dataclass(frozen=True)
class Hawkes:
    """Window of the fit in months."""

    window: int = 120
    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Simulates month by month to the last lead."""
        past = history.last(self.window)
        base, branching, fade, excess, state = fit(past)
        luck = generator(seed, "hawkes")
        memory = np.repeat(state[:, None], draws, axis=1)
        most = bounds(history)[:, None]
        out = []
        for lead in range(1, max(leads) + 1):
            rate = np.minimum(base[:, None] + branching[:, None] * memory, most)
            gamma = luck.gamma(1.0 / excess, 1.0, (draws, past.shape[1])).T * excess[:, None]
            counts = np.minimum(luck.poisson(rate * gamma), most)
            memory = fade[:, None] * memory + (1.0 - fade[:, None]) * counts
            if lead in leads:
                out.append(np.floor(counts))
        return np.stack(out)


def fit(past: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Base, branching, fade, excess variance over rate^2, memory at the origin, each (units,); past (months, units)."""
    best = np.full(past.shape[1], np.inf)
    kept = np.zeros((5, past.shape[1]))
    target = past[1:]
    weight = 1.0 / (past.mean(axis=0) + 1.0)
    for fade in MEMORY:
        memory = lfilter([1.0 - fade], [1.0, -fade], past, axis=0)
        base, branching = _line(memory[:-1], target)
        rate = base + branching * memory[:-1]
        loss = weight * ((target - rate) ** 2).mean(axis=0)
        excess = np.maximum(((target - rate) ** 2 - rate).mean(axis=0) / np.maximum((rate**2).mean(axis=0), 1e-9), 0.01)
        found = np.stack([base, branching, np.full(base.size, fade), np.minimum(excess, 50.0), memory[-1]])
        kept = np.where(loss < best, found, kept)
        best = np.minimum(loss, best)
    return kept[0], kept[1], kept[2], kept[3], kept[4]


def _line(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Least squares y = a + b x by column with a >= 0 and 0 <= b <= MOST_BRANCHING."""
    spread = x.var(axis=0)
    joint = ((x - x.mean(axis=0)) * (y - y.mean(axis=0))).mean(axis=0)
    slope = np.clip(np.divide(joint, spread, out=np.zeros_like(spread), where=spread > 0), 0.0, MOST_BRANCHING)
    return np.maximum(y.mean(axis=0) - slope * x.mean(axis=0), 0.0), slope
