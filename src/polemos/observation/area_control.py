"""Area under the movement's control, as analysts who leave out empty desert draw it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import held, sum_places

NEEDS = {"holder": "end"}


@quantity(title="Area controlled", unit="km2", needs=NEEDS, measures="end", attributes=("area_settled",))
def area_control(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that whoever holds a place holds all the settled land around it; contested places count in full.

    Leaves out empty desert, and land where the movement only moves by night. (draw, month), km2 at the month's end.
    """
    return sum_places(held(record["holder"]), model.attributes["area_settled"].values)
