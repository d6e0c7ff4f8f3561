"""Attacks in the West that the movement inspired without ordering."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"InspiredAttacks.attacks": "sum"}


@quantity(title="Inspired attacks in the West", unit="event/month", needs=NEEDS, measures="sum")
def attacks_west_inspired(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that an attack is counted whatever it kills. Attacks by people with some tie but no order are inside.

    Leaves out foiled attacks; lists of attacks miss small ones. (draw, month), events over the month.
    """
    return sum_rows(record["InspiredAttacks.attacks"])
