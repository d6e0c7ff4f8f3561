"""How much each part of the pool weighs, by months ahead. Chosen on origins up to 2016; see docs/explanation.

The columns are the windows of the own record (months), then analogues, then regression.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats

WINDOWS = (1, 2, 4, 8, 16, 64)
PARTS = (*(f"own record, {window} months" for window in WINDOWS), "analogues", "regression")
BY_LEAD: tuple[tuple[int, tuple[float, ...]], ...] = (
    (2, (0.07, 0.15, 0.08, 0.07, 0.18, 0.03, 0.06, 0.36)),
    (8, (0.02, 0.10, 0.16, 0.15, 0.15, 0.05, 0.10, 0.27)),
    (14, (0.01, 0.04, 0.19, 0.18, 0.08, 0.09, 0.19, 0.22)),
    (22, (0.01, 0.02, 0.18, 0.13, 0.08, 0.13, 0.23, 0.22)),
    (36, (0.00, 0.00, 0.14, 0.16, 0.13, 0.20, 0.25, 0.12)),
)


def weights_at(lead: int) -> Floats:
    """Weights for one lead; leads beyond the last group take the last group's."""
    found = next((weights for last, weights in BY_LEAD if lead <= last), BY_LEAD[-1][1])
    return np.asarray(np.array(found) / np.sum(found))
