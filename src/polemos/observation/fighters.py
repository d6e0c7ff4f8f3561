"""The movement's armed strength: those in the open, those in hiding and the mobile reserve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"fighters": "end", "underground": "end", "vanguard": "end"}


@quantity(title="Fighters of the movement", unit="person", needs=NEEDS, measures="end")
def fighters(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that published totals count everyone under arms in both countries, those in hiding included.

    Leaves out police, tax collectors and other unarmed staff. (draw, month), persons at the month's end.
    """
    return sum_rows(record["fighters"]) + sum_rows(record["underground"]) + sum_rows(record["vanguard"])
