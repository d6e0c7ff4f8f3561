"""From draws to what is drawn: central ranges, the median and a few single draws.

Assumes draws are exchangeable and in columns of equal weight. Quantiles are NumPy's default (linear interpolation).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVELS = (0.50, 0.80, 0.95)
TRACES = 8


@dataclass(frozen=True)
class Fan:
    """Months, the median, (low, high) of each level, each of shape (month,); single draws (trace, month)."""

    labels: tuple[str, ...]
    median: Floats
    ranges: dict[float, tuple[Floats, Floats]]
    traces: Floats

    def month(self, label: str) -> int | None:
        """The index of a month in the run, if it lies in it."""
        return self.labels.index(label) if label in self.labels else None


def quantiles(values: Floats, shares: tuple[float, ...]) -> Floats:
    """Quantiles over draws (axis 0), leaving out what is not a number; all missing gives not a number."""
    values = np.asarray(values, dtype=np.float64)
    if not np.isnan(values).any():
        return np.asarray(np.quantile(values, shares, axis=0))
    filled = np.where(np.isnan(values).all(axis=0), 0.0, values)
    out = np.asarray(np.nanquantile(filled, shares, axis=0))
    out[:, np.isnan(values).all(axis=0)] = np.nan
    return out


def fan(values: Floats, labels: tuple[str, ...], levels: tuple[float, ...] = LEVELS, traces: int = TRACES) -> Fan:
    """The fan of (draw, month) values; the traces are the first draws, chosen before looking."""
    shares = [0.5, *(edge for level in levels for edge in ends(level))]
    middle, *edges = quantiles(values, tuple(shares))
    pairs = {level: (edges[2 * k], edges[2 * k + 1]) for k, level in enumerate(levels)}
    return Fan(labels, middle, pairs, np.asarray(values[:traces], dtype=np.float64))


def ends(level: float) -> tuple[float, float]:
    """The two quantiles that enclose a central share."""
    return (1 - level) / 2, (1 + level) / 2
