"""Nobody dies: every draw is 0. Right for most country-months, useless for the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class Zero:
    """No parameters."""

    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """All zeros."""
        return np.zeros((len(leads), history.unit.size, draws))
