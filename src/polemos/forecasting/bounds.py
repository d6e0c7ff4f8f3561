"""No exploding draws: none above three times a country's own 240-month maximum or the pooled 99.9th percentile.

The larger of the two is the bound, so that a country at peace may still be surprised.
"""

from __future__ import annotations

import numpy as np

from polemos.forecasting.history import History
from polemos.scoring.forecast import Floats

WINDOW = 240
TIMES = 3.0
POOLED = 0.999


def bounds(history: History) -> Floats:
    """The largest draw allowed, (units,), a whole number."""
    past = history.values[-WINDOW:]
    pooled = np.quantile(past[~np.isnan(past)], POOLED)
    return np.asarray(np.floor(np.maximum(TIMES * np.nanmax(past, axis=0), pooled)))


def clip_to_bounds(values: Floats, history: History) -> tuple[Floats, float]:
    """(values cut at the bounds, share of draws that were cut); values (leads, units, draws)."""
    most = bounds(history)[None, :, None]
    return np.minimum(values, most), float((values > most).mean())


def share_at_bounds(draws: Floats, history: History, leads: int) -> float:
    """The share of a forecast's draws that stand at their bound; draws (leads * units, draws)."""
    most = np.tile(bounds(history), leads)[:, None]
    return float(((draws >= most) & (most > 0)).mean())
