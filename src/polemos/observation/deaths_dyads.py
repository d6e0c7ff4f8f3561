"""Deaths in battles with the movement as a side, by country, as event datasets count dyads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"movement_killed": "gain", "forces_killed": "gain", "killed_by_fire": "gain"}
UNIT = "deaths/month"


@quantity(
    title="Deaths in dyads with the movement, Iraq",
    unit=UNIT,
    needs=NEEDS,
    measures="gain",
    attributes=("in_country",),
    labels=(("country", "iraq"),),
)
def deaths_dyads_iraq(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes every death in battle is reported once: the movement's, its rivals', and civilians killed by fire.

    Leaves out the movement's killing of civilians (one-sided violence). (draw, month), deaths over the month.
    """
    return _deaths(record, inside(model, "iraq"))


@quantity(
    title="Deaths in dyads with the movement, Syria",
    unit=UNIT,
    needs=NEEDS,
    measures="gain",
    attributes=("in_country",),
    labels=(("country", "syria"),),
)
def deaths_dyads_syria(record: Record, model: Model) -> NDArray[np.float64]:
    """Assumes every death in battle is reported once: the movement's, its rivals', and civilians killed by fire.

    Leaves out the movement's killing of civilians (one-sided violence). (draw, month), deaths over the month.
    """
    return _deaths(record, inside(model, "syria"))


def _deaths(record: Record, places: NDArray[np.float64]) -> NDArray[np.float64]:
    fighters = sum_places(record["movement_killed"], places) + sum_places(record["forces_killed"], places)
    return fighters + sum_places(record["killed_by_fire"], places)
