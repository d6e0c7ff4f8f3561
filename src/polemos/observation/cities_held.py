"""How many towns of some size the movement holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import held, sum_places

NEEDS = {"holder": "end"}


@quantity(
    title="Towns held",
    unit="1",
    needs=NEEDS,
    measures="end",
    attributes=("town_population",),
    numbers={"threshold": "person"},
)
def cities_held(record: Record, model: Model, threshold: float) -> NDArray[np.float64]:
    """Assumes that a town counts by its own people before the war, whoever fled since, its land left aside.

    Counts places whose town has `threshold` people or more. (draw, month), a count at the month's end.
    """
    towns = np.asarray(model.attributes["town_population"].values) >= threshold
    return sum_places(held(record["holder"]), towns)
