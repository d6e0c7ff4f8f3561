"""One run of a model at the medians of its priors, without luck in its flows: a path to lean on, not a forecast.

Assumes nothing about the middle of outcomes: the run at the middle of the parameters is not the middle of the runs.
Switches keep their luck.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.cases.build import build
from polemos.cases.draw import medians
from polemos.cases.resolved import ResolvedCase

Floats = NDArray[np.float64]


def share_ruled(resolved: ResolvedCase, seed: int = 1) -> Floats:
    """The share of people living where the movement holds, shape (months,); zeros for a case that counts neither."""
    from polemos.core.engine import compile_model

    model = build(resolved)
    if "people_ruled" not in model.derived() or "civilians" not in model.stocks:
        return np.zeros(resolved.months)
    simulate = compile_model(model, {"people_ruled": "mean", "civilians": "mean"}, mode="expectation", lanes=1)
    out = simulate(medians(resolved), seed, np.arange(1))
    share: Floats = out["people_ruled"][0] / np.maximum(out["civilians"][0].sum(axis=-1), 1.0)
    return share.astype(np.float64)
