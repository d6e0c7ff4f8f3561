"""Countries at peace: nobody died for five years. What comes is what came to others in the same two classes.

One class has had deaths in the last twenty years, the other has not (or its record does not reach). Assumes the
countries of a class are exchangeable; it cannot say who is next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.forecasting.country_month.features import recent_mean, worst
from polemos.scoring.forecast import Floats

QUIET, MEMORY = 60, 240


def at_peace(counts: Floats) -> NDArray[np.bool_]:
    """Whether nobody died in the last five years, (months, units)."""
    return recent_mean(counts, QUIET) <= 0


def peace(counts: Floats, leads: tuple[int, ...], draws: int) -> Floats:
    """Sorted draws (leads, units, draws) for all units; only those of units at peace mean anything."""
    quiet, scarred = at_peace(counts), worst(counts, MEMORY) > 0
    level = (np.arange(draws) + 0.5) / draws
    out = np.zeros((len(leads), counts.shape[1], draws))
    for row, lead in enumerate(leads):
        past = slice(QUIET, len(counts) - lead)
        for kind in (True, False):
            came = np.sort(counts[QUIET + lead :][quiet[past] & (scarred[past] == kind)])
            if came.size:
                out[row, scarred[-1] == kind] = came[(level * came.size).astype(np.int64)]
    return out
