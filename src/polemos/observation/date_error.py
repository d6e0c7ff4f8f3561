"""Error of reported days: a town is said to fall a few days before or after it does.

Assumes a normal error in days whose spread goes with the confidence of the row: 3 days at high, 10 at medium, 45 at low
confidence. Leaves out that victories are announced early and losses late.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polemos.core.errors import InputError

DAYS = {"high": 3.0, "medium": 10.0, "low": 45.0}


def spread(confidence: str) -> float:
    """The standard deviation in days."""
    if confidence not in DAYS:
        raise InputError(f"confidence {confidence}", "is high, medium or low")
    return DAYS[confidence]


def log_density(days_apart: ArrayLike, confidence: str) -> NDArray[np.float64]:
    """Log density (1/day) of a reported day, given how many days it lies after the true one."""
    sd = spread(confidence)
    scaled = np.asarray(days_apart, dtype=np.float64) / sd
    return np.asarray(-0.5 * scaled**2 - np.log(sd * np.sqrt(2 * np.pi)))
