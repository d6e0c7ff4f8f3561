"""Attacks in the West, ordered and inspired together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"DirectedAttacks.attacks": "sum", "InspiredAttacks.attacks": "sum"}


@quantity(title="Attacks in the West", unit="event/month", needs=NEEDS, measures="sum")
def attacks_west(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that an attack is of one kind or the other and counts once.

    Leaves out foiled attacks; lists of attacks miss small ones. (draw, month), events over the month.
    """
    return sum_rows(record["DirectedAttacks.attacks"]) + sum_rows(record["InspiredAttacks.attacks"])
