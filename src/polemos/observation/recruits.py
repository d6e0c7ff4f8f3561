"""People who join the movement, at home and from abroad."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {
    "LocalRecruitment.recruits": "sum",
    "GrievanceRecruitment.drawn_in": "sum",
    "ForeignRecruitment.arrivals": "sum",
}


@quantity(title="Recruits, home and foreign", unit="person/month", needs=NEEDS, measures="sum")
def recruits(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that whoever enlists, is drawn into hiding or arrives from abroad has joined.

    Leaves out deserters who come back. (draw, month), persons over the month.
    """
    return np.asarray(sum(sum_rows(record[name]) for name in NEEDS))
