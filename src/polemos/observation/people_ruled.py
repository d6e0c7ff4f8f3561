"""People who live where the movement rules."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import held, sum_rows

NEEDS = {"holder": "end", "civilians": "end"}


@quantity(title="People ruled", unit="person", needs=NEEDS, measures="end")
def people_ruled(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that everybody who stays in a held place is ruled, its hinterland included.

    Leaves out people in places where the movement only taxes or threatens. (draw, month), persons at the month's end.
    """
    return sum_rows(np.where(held(record["holder"]), record["civilians"], 0.0))
