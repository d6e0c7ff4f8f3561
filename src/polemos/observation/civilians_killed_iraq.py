"""Civilians killed in Iraq by fire and by the movement itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"killed_by_fire": "gain", "killed_by_movement": "gain"}


@quantity(
    title="Civilians killed, Iraq",
    unit="deaths/month",
    needs=NEEDS,
    measures="gain",
    attributes=("in_country",),
    labels=(("country", "iraq"),),
)
def civilians_killed_iraq(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes that counts of civilian deaths cover both causes and miss nobody.

    Leaves out deaths in other wars and from hunger or disease. (draw, month), deaths over the month.
    """
    iraq = inside(model, "iraq")
    return sum_places(record["killed_by_fire"], iraq) + sum_places(record["killed_by_movement"], iraq)
