"""People displaced inside a country."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"displaced": "end"}


@quantity(
    title="People displaced",
    unit="person",
    needs=NEEDS,
    measures="end",
    attributes=("in_country",),
    each="country",
)
def people_displaced(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes that people displaced from a place stay in its country and are all registered.

    Leaves out those displaced before the run begins. (draw, month), persons at the month's end.
    """
    return sum_places(record["displaced"], inside(model, label))
