"""Area of influence: controlled land and the empty desert around it, the larger of the two published definitions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import held, sum_places

NEEDS = {"holder": "end"}


@quantity(
    title="Area of influence, empty desert included",
    unit="km2",
    needs=NEEDS,
    measures="end",
    attributes=("area_settled", "area_desert"),
)
def area_influence(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that nobody contests the empty desert around a held place, so it goes with the place.

    Leaves out desert far from every held place. (draw, month), km2 at the month's end.
    """
    land = model.attributes["area_settled"].values + model.attributes["area_desert"].values
    return sum_places(held(record["holder"]), land)
