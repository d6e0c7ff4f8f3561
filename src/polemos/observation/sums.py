"""Sums over places whose last bit does not depend on how many draws are summed at once.

Assumes arrays (draw, month, place[, more]). Each row is summed apart, in float64, over contiguous memory: no matrix
product, whose order of additions changes with the number of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from polemos.core.model import Model

Floats = NDArray[np.float64]
HELD_BY_MOVEMENT = 1


def sum_rows(values: NDArray[Any]) -> Floats:
    """Sum over everything after (draw, month); the unit stays."""
    rows = np.ascontiguousarray(values, dtype=np.float64)
    if rows.ndim == 2:
        return rows
    total: Floats = rows.reshape(*rows.shape[:2], -1).sum(axis=-1)
    return total


def sum_places(values: NDArray[Any], weights: NDArray[Any]) -> Floats:
    """Sum over places of values (draw, month, place) times a weight (place,)."""
    return sum_rows(np.asarray(values, dtype=np.float64) * np.asarray(weights, dtype=np.float64))


def held(holder: NDArray[Any]) -> NDArray[np.bool_]:
    """Which places the movement holds, shape of `holder` (codes: 0 nobody, 1 movement, 2 rival)."""
    places: NDArray[np.bool_] = np.asarray(holder) == HELD_BY_MOVEMENT
    return places


def inside(model: Model, country: str) -> Floats:
    """One for each place in the country, else zero, shape (place,)."""
    row = model.dims["country"].index(country)
    share: Floats = np.asarray(model.attributes["in_country"].values, dtype=np.float64)[row]
    return share
