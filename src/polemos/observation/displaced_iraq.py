"""People displaced inside Iraq."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"displaced": "end"}


@quantity(
    title="People displaced, Iraq",
    unit="person",
    needs=NEEDS,
    measures="end",
    attributes=("in_country",),
    labels=(("country", "iraq"),),
)
def displaced_iraq(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that people displaced from a place in Iraq stay in Iraq and are all registered.

    Leaves out those displaced before the run begins. (draw, month), persons at the month's end.
    """
    return sum_places(record["displaced"], inside(model, "iraq"))
