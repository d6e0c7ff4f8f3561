"""Where the country is drifting: the state-space rival M00 on the cleaned record, as one voice of the pool.

Assumes a local level with a damped trend in log(1 + deaths). Alone it is too wide; a small weight pays in the tails.
"""

from __future__ import annotations

import numpy as np

from polemos.forecasting.baselines.state_space import StateSpace
from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats

SEED = 0


def local_trend(record: History, leads: tuple[int, ...], draws: int) -> Floats:
    """Sorted draws (leads, units, draws) from a history without NaN."""
    return np.sort(StateSpace().paths(record, leads, draws, SEED), axis=-1)
