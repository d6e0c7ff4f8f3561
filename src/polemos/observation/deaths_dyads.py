"""Deaths in battles with the movement as a side, by country, as event datasets count dyads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"movement_killed": "gain", "forces_killed": "gain", "killed_by_fire": "gain"}


@quantity(
    title="Deaths in dyads with the movement",
    unit="deaths/month",
    needs=NEEDS,
    measures="gain",
    attributes=("in_country",),
    each="country",
)
def deaths_dyads(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes every death in battle is reported once: the movement's, its rivals', and civilians killed by fire.

    Leaves out the movement's killing of civilians (one-sided violence). (draw, month), deaths over the month.
    """
    here = inside(model, label)
    fighters = sum_places(record["movement_killed"], here) + sum_places(record["forces_killed"], here)
    return fighters + sum_places(record["killed_by_fire"], here)
