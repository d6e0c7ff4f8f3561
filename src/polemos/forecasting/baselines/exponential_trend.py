"""Growth or decline goes on: a straight line through log(1 + deaths) of the last months, damped, with its scatter.

Assumes the scatter around the line stays; the slope fades by `damping` a month, without which such lines explode.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.bounds import clip_to_bounds
from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class ExponentialTrend:
    """Window in months; damping per month in (0, 1]."""

    window: int = 24
    damping: float = 0.9
    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """exp of (end of the line + faded slope + scatter) - 1, rounded to whole deaths."""
        past = np.log1p(history.last(self.window))
        months = np.arange(past.shape[0]) - (past.shape[0] - 1.0)
        slope, level = np.polyfit(months, past, 1)
        scatter = (past - level - slope * months[:, None]).std(axis=0, ddof=min(2, past.shape[0] - 1))
        reach = np.array([sum(self.damping**k for k in range(1, lead + 1)) for lead in leads])
        luck = generator(seed, "exponential_trend").standard_normal((len(leads), past.shape[1], draws))
        line = level[None, :, None] + slope[None, :, None] * reach[:, None, None]
        values = np.rint(np.expm1(np.clip(line + scatter[None, :, None] * luck, 0.0, 20.0)))
        return clip_to_bounds(values, history)[0]
