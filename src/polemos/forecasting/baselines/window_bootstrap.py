"""Draws with replacement from a country's own last months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.forecaster import generator
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class WindowBootstrap:
    """Assumes the window's months are exchangeable with those to come; draws are independent between leads."""

    window: int = 24
    own_draws: int = 1000

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """Each draw picks one month of the window."""
        past = history.last(self.window)
        shape = (len(leads), past.shape[1], draws)
        pick = generator(seed, "window_bootstrap").integers(0, past.shape[0], shape)
        return past[pick, np.arange(past.shape[1])[None, :, None]]
