"""Suicide attacks in the whole theatre."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"strikes": "mean"}


@quantity(title="Suicide attacks", unit="event/month", needs=NEEDS, measures="mean")
def suicide_attacks(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes one vehicle is one attack, and that claims count attacks that failed too.

    Leaves out attackers on foot. (draw, month), events a month, the mean of the month's steps.
    """
    return sum_rows(record["strikes"])
