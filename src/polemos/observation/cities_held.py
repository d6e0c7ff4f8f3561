"""How many towns of some size the movement holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import held, sum_places

NEEDS = {"holder": "end"}
TOWN_CORE = 9.0


@quantity(
    title="Towns of about 50,000 people or more held",
    unit="1",
    needs=NEEDS,
    measures="end",
    attributes=("built_up",),
)
def cities_held(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that a place has a town of 50,000 people if its urban core is 9 km2 or larger, whoever left since.

    A place's population counts its land too, so it cannot tell; in the worked case this rule puts 116 of 128 places on
    the right side of 50,000, nine towns too many and three too few. (draw, month), a count at the month's end.
    """
    towns = np.asarray(model.attributes["built_up"].values) >= TOWN_CORE
    return sum_places(held(record["holder"]), towns)
