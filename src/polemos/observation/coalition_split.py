"""Whether any member of the coalition has fallen out with the others yet; its first month is the date of the split."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity

NEEDS = {"fell_out": "end"}


@quantity(title="Coalition has split", unit="1", needs=NEEDS, measures="end")
def coalition_split(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes an armed clash between members shows a split at once.

    Leaves out quarrels without arms, and rivals at war with each other from the start. (draw, month), 0 or 1.
    """
    ever: NDArray[np.float64] = np.asarray(record["fell_out"], dtype=np.float64).max(axis=-1)
    return ever
