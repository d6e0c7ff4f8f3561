"""Rows of a panel as points in time with their errors, and what simulated histories leave unexplained of them.

Assumes errors and misfits work on log(1 + value), where a count's noise is that of a negative binomial at the reported
value, and the noise of everything else is its spread. What is simulated is read at the rows' own months and unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from polemos.forecasting.discrepancy import Floats, Points
from polemos.observation.panel import Row, simulated
from polemos.observation.source_bias import source_bias
from polemos.observation.sourced_data import table

APART = 1e5


def points_of(rows: Sequence[Row], target: str = "") -> Points:
    """When each row is, and how its source and its counting err.

    A source has one number wherever it is met. Rows of other targets than `target`, if one is named, lie far apart in
    time from it and from each other: they share its sources, not its misfit.
    """
    names = list(table("source_bias"))
    others = sorted({row.target for row in rows} - {target}) if target else []
    apart = {name: APART * (1 + i) for i, name in enumerate(others)}
    return Points(
        month=np.array([(row.first + row.last) / 2 + apart.get(row.target, 0.0) for row in rows]),
        source=np.array([names.index(source_bias(row.bias).name) if row.bias else -1 for row in rows], dtype=np.int64),
        source_sd=np.array([source_bias(row.bias).log_sd if row.bias else 0.0 for row in rows]),
        noise=np.array([noise_sd(row, row.value) for row in rows]),
    )


def noise_sd(row: Row, value: float) -> float:
    """The sd of a row's own error at a value, on the scale log(1 + value)."""
    if row.noise == "lognormal":
        return row.spread * value / (1.0 + value)
    mean = max(value, 1.0)
    return float(np.sqrt(mean + mean**2 / row.spread) / (1.0 + mean))


def shift(row: Row) -> float:
    """The middle factor reported / true of a row's source."""
    return source_bias(row.bias).median if row.bias else 1.0


def expected(rows: Sequence[Row], series: Mapping[str, NDArray[np.floating]]) -> Floats:
    """What the rows would report in the middle, on the scale log(1 + value): (draw, row)."""
    values = simulated(rows, series) * np.array([shift(row) for row in rows])
    return np.asarray(np.log1p(np.maximum(values, 0.0)))


def residuals(rows: Sequence[Row], series: Mapping[str, NDArray[np.floating]]) -> Floats:
    """Reported minus expected, (draw, row)."""
    return np.asarray(np.log1p(np.array([row.value for row in rows])) - expected(rows, series))
