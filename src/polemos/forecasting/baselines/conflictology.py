"""The last twelve months of the same country are the forecast, the same for every lead (`conflictology`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats


@dataclass(frozen=True)
class Conflictology:
    """With `window` draws the ensemble is the window itself, in order of time; otherwise its step quantiles."""

    window: int = 12
    own_draws: int = 12

    def paths(self, history: History, leads: tuple[int, ...], draws: int, seed: int) -> Floats:
        """No randomness."""
        past = history.last(self.window)
        if draws != past.shape[0]:
            past = np.sort(past, axis=0)[((np.arange(draws) + 0.5) / draws * past.shape[0]).astype(np.int64)]
        return np.broadcast_to(past.T, (len(leads), *past.T.shape)).copy()
