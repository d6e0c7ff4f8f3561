"""Attacks by the underground, by country."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"attacks": "mean"}


@quantity(
    title="Attacks by the underground",
    unit="event/month",
    needs=NEEDS,
    measures="mean",
    attributes=("in_country",),
    each="country",
)
def attacks(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes counts of attacks take in every act of the underground and none of the open war.

    Leaves out battles around held places. (draw, month), events a month, the mean of the month's steps.
    """
    return sum_places(record["attacks"], inside(model, label))
