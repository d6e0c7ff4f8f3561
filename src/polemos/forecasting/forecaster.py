"""The one interface of every forecaster, and the step from a method's draws to a Forecast table."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol

import numpy as np

from polemos.core.errors import UsageError
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats, Forecast


class Forecaster(Protocol):
    """A forecaster is told the history up to the origin and nothing else."""

    @property
    def own_draws(self) -> int:
        """How many draws the method makes when nobody asks for a number."""
        ...

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Whole numbers, shape (leads, units, draws); leads are months ahead of the origin."""
        ...


def forecast(method: Forecaster, history: History, leads: tuple[int, ...], draws: int = 0, seed: int = 1) -> Forecast:
    """The Forecast of a method at the history's last month; 0 draws means the method's own number."""
    if not leads or min(leads) < 1 or any(b != a + 1 for a, b in pairwise(leads)):
        raise UsageError("Leads are whole months ahead, one after the other, the first at least 1.")
    values = method.paths(history, leads, draws or method.own_draws, seed)
    units = history.unit.size
    return Forecast(
        target=history.target,
        origin=history.origin,
        unit=np.tile(history.unit, len(leads)),
        period=np.repeat(np.array(leads, dtype=np.int64) + history.origin, units),
        draws=values.reshape(len(leads) * units, -1),
    )


def generator(seed: int, name: str) -> np.random.Generator:
    """A generator keyed by seed and stream name."""
    return np.random.default_rng([seed, *name.encode()])
