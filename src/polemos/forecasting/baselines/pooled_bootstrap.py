"""Draws with replacement from all countries' last 240 months together (the challenge's `boot_240`).

Knows nothing about the country; any forecaster should beat it. Months in which a unit did not exist are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class PooledBootstrap:
    """One pool for all units and leads."""

    window: int = 240
    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Each draw picks one country-month of the pool."""
        pool = history.values[-self.window :].ravel()
        pool = pool[~np.isnan(pool)]
        return generator(seed, "pooled_bootstrap").choice(pool, (len(leads), history.unit.size, draws))
