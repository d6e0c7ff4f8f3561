"""How many cities the movement holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import held, sum_places

NEEDS = {"holder": "end"}
CITY = 50_000.0


@quantity(title="Cities held (50,000 people or more)", unit="1", needs=NEEDS, measures="end")
def cities_held(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that a place is a city if it and its hinterland began with 50,000 people or more, whoever left since.

    (draw, month), a count at the month's end.
    """
    people = _people_at_start(model)
    return sum_places(held(record["holder"]), people >= CITY)


def _people_at_start(model: Model) -> NDArray[np.float64]:
    start = model.initial["civilians"]
    if start.total is None:
        raise InputError(
            "quantity cities_held", "needs a fixed number of people at the start", fix="give it as a value"
        )
    return np.asarray(start.weights, dtype=np.float64) * start.total
