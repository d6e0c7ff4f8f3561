"""How much each part of the pool weighs, by months ahead. Chosen on origins up to 2016; see docs/explanation.

The columns are the windows of the own record (months), then analogues, then regression.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats

WINDOWS = (1, 2, 4, 8, 16, 32, 64)
PARTS = (*(f"own record, {window} months" for window in WINDOWS), "analogues", "regression")
NEAR = (0.02, 0.04, 0.20, 0.14, 0.12, 0.0, 0.05, 0.17, 0.26)
BY_LEAD: tuple[tuple[int, tuple[float, ...]], ...] = ((36, NEAR),)


def weights_at(lead: int) -> Floats:
    """Weights for one lead; leads beyond the last group take the last group's."""
    found = next((weights for last, weights in BY_LEAD if lead <= last), BY_LEAD[-1][1])
    return np.asarray(np.array(found) / np.sum(found))
