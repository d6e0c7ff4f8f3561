"""Money the movement takes in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"revenue": "mean"}


@quantity(title="Revenue", unit="USD/month", needs=NEEDS, measures="mean")
def revenue(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that published estimates mean gross income from every source, before costs.

    (draw, month), USD per month, mean over the month's steps.
    """
    return sum_rows(record["revenue"])
