"""How many times stronger the movement looks than it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"perceived_strength": "mean", "true_strength": "mean"}


@quantity(title="Perceived over true strength", unit="1", needs=NEEDS, measures="mean")
def exaggeration(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes members in the open, on the move and in hiding as true strength, at least one. Not observed.

    (draw, month), the ratio of means over the month's steps.
    """
    return sum_rows(record["perceived_strength"]) / np.maximum(sum_rows(record["true_strength"]), 1.0)
