"""Brier score of an event: (probability - 1[it happened])^2. The event is 'at least so many deaths'."""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def brier(probability: Floats, happened: Floats) -> Floats:
    """probability (rows,) in [0, 1], happened (rows,) 0 or 1 -> (rows,)."""
    return np.asarray((probability - happened) ** 2)


def threshold_brier(draws: Floats, observed: Floats, threshold: float) -> Floats:
    """Brier score of 'at least `threshold`'; the probability is the share of draws."""
    return brier((draws >= threshold).mean(axis=1), (observed >= threshold).astype(np.float64))
