"""Next month is like this one: Poisson draws around the value at the origin (the challenge's `last_historical`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class LastValue:
    """Assumes the rate stays what the last month showed; knows no more spread than counting noise."""

    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Poisson(last value) for every lead."""
        luck = generator(seed, "last_value")
        shape = (len(leads), history.unit.size, draws)
        return luck.poisson(history.last(1)[0][None, :, None], shape).astype(np.float64)
