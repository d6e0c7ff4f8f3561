"""PRIO-GRID cells: half-degree squares numbered row by row from the south-west corner."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def cell(latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> np.ndarray:
    """The cell of each point in degrees; 0 where a coordinate is missing. The north and east edges fold inwards."""
    north, east = np.asarray(latitude, dtype=np.float64), np.asarray(longitude, dtype=np.float64)
    row = np.clip(np.floor((north + 90) / 0.5), 0, 359)
    column = np.clip(np.floor((east + 180) / 0.5), 0, 719)
    found: np.ndarray = np.nan_to_num(row * 720 + column + 1, nan=0.0).astype(np.int64)
    return found
