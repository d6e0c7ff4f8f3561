"""Foreigners who travel to join the movement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"sympathisers": "gain"}


@quantity(title="Foreigners arriving to join", unit="person/month", needs=NEEDS, measures="gain")
def foreign_inflow(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that everyone who leaves the pool of sympathisers abroad arrives, so the inflow is the pool's loss.

    Leaves out those stopped on the way. (draw, month), persons over the month.
    """
    return 0.0 - sum_rows(record["sympathisers"])
