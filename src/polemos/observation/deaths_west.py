"""People killed by attacks in the West."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import sum_rows

NEEDS = {"deaths_west": "gain"}


@quantity(title="People killed by attacks in the West", unit="deaths/month", needs=NEEDS, measures="gain")
def deaths_west(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that all who die of an attack die in its month; perpetrators are outside.

    Sizes are real numbers, so a deadly attack may count a part of a death. (draw, month), deaths over the month.
    """
    return sum_rows(record["deaths_west"])
