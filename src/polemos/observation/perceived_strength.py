"""The movement's strength as perceived in the West."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"perceived_strength": "mean"}


@quantity(title="Perceived strength", unit="person", needs=NEEDS, measures="mean")
def perceived_strength(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that what the world takes for strength can be said in members. Not observed.

    (draw, month), persons, mean over the month's steps.
    """
    return sum_rows(record["perceived_strength"])
