"""Civilians killed by the movement in one-sided violence, by country."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"killed_by_movement": "gain"}


@quantity(
    title="Civilians killed by the movement",
    unit="deaths/month",
    needs=NEEDS,
    measures="gain",
    attributes=("in_country",),
    each="country",
)
def one_sided(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes every killing of civilians by the movement is reported as one-sided, bombings included.

    Leaves out civilians killed by fire in battle. (draw, month), deaths over the month.
    """
    return sum_places(record["killed_by_movement"], inside(model, label))
