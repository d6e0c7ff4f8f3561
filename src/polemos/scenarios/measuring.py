"""What to measure next: by how much a forecast's variance would shrink if one target were observed when it is made.

Assumes one more report with the error of its kind, and a smooth relation between report and forecast on the log scale
(a cubic, judged on draws it was not fitted to). Zero where the report tells nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FOLDS = 5
DEGREE = 3


def expected_reduction(reports: Floats, forecasts: Floats, seed: int) -> Floats:
    """Share of each forecast's variance that each report would take away: (report, forecast).

    reports (draw, report) with their noise, forecasts (draw, forecast), both on the log scale.
    """
    draws = len(reports)
    order = np.random.Generator(np.random.Philox(seed)).permutation(draws)
    found = np.zeros((reports.shape[1], forecasts.shape[1]))
    for i, report in enumerate(_standard(reports).T):
        left = np.zeros_like(forecasts)
        for fold in np.array_split(order, FOLDS):
            rest = np.setdiff1d(order, fold)
            basis = np.vander(report, DEGREE + 1)
            weights, *_ = np.linalg.lstsq(basis[rest], forecasts[rest], rcond=None)
            left[fold] = forecasts[fold] - basis[fold] @ weights
        spread = np.maximum(forecasts.var(axis=0), 1e-12)
        found[i] = 1.0 - (left**2).mean(axis=0) / spread
    return np.clip(found, 0.0, 1.0)


def _standard(values: Floats) -> Floats:
    """In units of spread, the far ends pulled in, so that a cubic stays tame."""
    scaled = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-12)
    return np.asarray(np.clip(scaled, -3.0, 3.0))
