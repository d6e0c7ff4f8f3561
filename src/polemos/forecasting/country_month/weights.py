"""How much each part of the pool weighs, by months ahead. Chosen on origins up to 2016; see docs/explanation.

The columns are the windows of the own record (months), then analogues, regression and local trend.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats

WINDOWS = (1, 2, 4, 8, 16, 64)
PARTS = (*(f"own record, {window} months" for window in WINDOWS), "analogues", "regression", "local trend")
BY_LEAD: tuple[tuple[int, tuple[float, ...]], ...] = (
    (2, (0.06, 0.16, 0.04, 0.05, 0.22, 0.04, 0.02, 0.28, 0.13)),
    (8, (0.01, 0.09, 0.14, 0.17, 0.15, 0.05, 0.05, 0.24, 0.10)),
    (14, (0.00, 0.03, 0.19, 0.20, 0.06, 0.10, 0.16, 0.19, 0.07)),
    (22, (0.02, 0.02, 0.18, 0.12, 0.07, 0.13, 0.19, 0.21, 0.06)),
    (36, (0.00, 0.00, 0.11, 0.16, 0.12, 0.18, 0.22, 0.14, 0.07)),
)


def weights_at(lead: int, without: tuple[str, ...] = ()) -> Floats:
    """Weights for one lead, summing to 1, parts left out by name; later leads take the last group's weights."""
    found = next((weights for last, weights in BY_LEAD if lead <= last), BY_LEAD[-1][1])
    kept = np.array([0.0 if name in without else weight for name, weight in zip(PARTS, found, strict=True)])
    return np.asarray(kept / kept.sum())
