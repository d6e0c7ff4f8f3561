"""Numbers for a picture: four significant digits, and null for what is not a number."""

from __future__ import annotations

import math
from collections.abc import Iterable

DIGITS = 4


def short(value: float) -> float | int | None:
    """A number to four significant digits; whole numbers as such."""
    value = float(value)
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded


def shorts(values: Iterable[float]) -> list[float | int | None]:
    """Several numbers, each shortened."""
    return [short(value) for value in values]
