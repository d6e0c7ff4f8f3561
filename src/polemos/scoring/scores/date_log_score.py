"""Log score for a date: -log2 of the probability given to the month in which it happened. Unit: bits.

Draws are month numbers, NaN for 'not within the horizon', which is one more outcome. One pseudo-draw is spread
evenly over all outcomes, so the score is finite.
"""

from __future__ import annotations

import numpy as np

from polemos.core.errors import InputError
from polemos.scoring.forecast import Floats


def date_log_score(draws: Floats, observed: float, first: int, last: int) -> float:
    """draws (M,) month numbers in first..last or NaN; observed likewise -> one number."""
    outcomes = last - first + 2
    for name, values in (("draws", draws), ("observed", np.array([observed]))):
        known = values[~np.isnan(values)]
        if np.any((known < first) | (known > last)):
            raise InputError(name, "a date lies within the horizon or is NaN", value=known.tolist()[:5])
    same = np.isnan(draws) if np.isnan(observed) else draws == observed
    return float(-np.log2((same.sum() + 1.0 / outcomes) / (draws.size + 1.0)))
