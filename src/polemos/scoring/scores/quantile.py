"""Scores of quantile forecasts: pinball loss, and the CRPS it approximates (twice the mean pinball loss).

The approximation is that of the levels given; compare only forecasts with the same levels. Unit: the target's.
"""

from __future__ import annotations

import numpy as np

from polemos.scoring.forecast import Floats


def pinball(values: Floats, levels: Floats, observed: Floats) -> Floats:
    """values (rows, q), levels (q,), observed (rows,) -> (rows, q)."""
    error = observed[:, None] - values
    return np.asarray(np.maximum(levels * error, (levels - 1.0) * error))


def quantile_crps(values: Floats, levels: Floats, observed: Floats) -> Floats:
    """Twice the mean pinball loss over the levels -> (rows,)."""
    return np.asarray(2.0 * pinball(values, levels, observed).mean(axis=1))
