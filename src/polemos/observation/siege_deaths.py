"""Deaths at one place in sieges by the movement's rivals, added up since the run began: civilians, and attackers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from polemos.core.model import Model
from polemos.observation.quantity import Record, quantity

CIVILIANS = {"killed_by_fire": "gain", "killed_by_movement": "gain", "offensive": "end"}
ATTACKERS = {"forces_killed": "gain", "offensive": "end"}


@quantity(
    title="Civilians killed in sieges so far", unit="deaths", needs=CIVILIANS, measures="end", each="place"
)  # fmt: skip
def siege_civilians_killed(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes every civilian killed at a place counts in months at whose beginning or end rivals attack it.

    Leaves out hunger and disease. (draw, month), deaths up to the month's end.
    """
    return _so_far(record["killed_by_fire"] + record["killed_by_movement"], record, model, label)


@quantity(
    title="Attackers killed in sieges so far", unit="deaths", needs=ATTACKERS, measures="end", each="place"
)  # fmt: skip
def siege_attackers_killed(record: Record, model: Model, label: str) -> NDArray[np.float64]:
    """Assumes every soldier killed at a place counts in months at whose beginning or end rivals attack it.

    Leaves out those who die of wounds later. (draw, month), deaths up to the month's end.
    """
    return _so_far(record["forces_killed"], record, model, label)


def _so_far(killed: NDArray[np.float64], record: Record, model: Model, label: str) -> NDArray[np.float64]:
    place = model.dims["place"].index(label)
    ends = np.asarray(record["offensive"], dtype=np.float64)[..., place]
    under_attack = np.maximum(ends, np.pad(ends, ((0, 0), (1, 0)))[:, :-1])
    total: NDArray[np.float64] = np.cumsum(np.asarray(killed, dtype=np.float64)[..., place] * under_attack, axis=1)
    return total
