"""Civilians killed in a country by fire and by the movement itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity
from polemos.observation.sums import inside, sum_places

NEEDS = {"killed_by_fire": "gain", "killed_by_movement": "gain"}


@quantity(
    title="Civilians killed",
    unit="deaths/month",
    needs=NEEDS,
    measures="gain",
    attributes=("in_country",),
    each="country",
)
def civilians_killed(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes that counts of civilian deaths cover both causes and miss nobody.

    Leaves out deaths in other wars and from hunger or disease. (draw, month), deaths over the month.
    """
    here = inside(model, label)
    return sum_places(record["killed_by_fire"], here) + sum_places(record["killed_by_movement"], here)
