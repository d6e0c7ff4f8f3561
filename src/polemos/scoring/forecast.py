"""The Forecast table: draws, or quantiles, of one target for unit-months, seen from one origin. Only this is scored.

Held compactly, one row per unit-month; `table()` gives the tidy form (origin, target, unit, period, draw, value).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from polemos.core.errors import InputError
from polemos.scoring.months import Months, month_text

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]
Units = NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Draws of one target. Rows are unit-months in (period, unit) order; draw j of every row belongs to one joint path.

    Shapes: unit and period (rows,), draws (rows, draws). `origin` is the last month whose data were used, or None.
    """

    target: str
    origin: int | None
    unit: Units
    period: Months
    draws: Floats

    def __post_init__(self) -> None:
        if self.draws.ndim != 2 or self.draws.shape[1] < 1:
            raise InputError("forecast", "draws form a table of unit-months by draws", value=self.draws.shape)
        _check_grid(self.unit, self.period, self.origin)

    @property
    def lead(self) -> Months | None:
        """Months from the origin to each row's period, or None where the origin is unknown."""
        return None if self.origin is None else self.period - self.origin

    def table(self) -> pa.Table:
        """The tidy table, one row per draw."""
        import pyarrow as pa

        rows, draws = self.draws.shape
        origin = None if self.origin is None else month_text(self.origin)
        periods = np.array([month_text(int(p)) for p in self.period])
        return pa.table(
            {
                "origin": pa.array([origin] * (rows * draws), pa.string()),
                "target": pa.array([self.target] * (rows * draws), pa.string()),
                "unit": np.repeat(self.unit, draws),
                "period": np.repeat(periods, draws),
                "draw": np.tile(np.arange(draws), rows),
                "value": self.draws.ravel(),
            }
        )


@dataclass(frozen=True, eq=False)
class QuantileForecast:
    """Quantiles of one target. Shapes: levels (q,) rising inside (0, 1); values (rows, q) not falling along a row."""

    target: str
    origin: int | None
    unit: Units
    period: Months
    levels: Floats
    values: Floats

    def __post_init__(self) -> None:
        if np.any(np.diff(self.levels) <= 0) or self.levels[0] <= 0 or self.levels[-1] >= 1:
            raise InputError("forecast", "quantile levels rise strictly inside (0, 1)", value=self.levels.tolist())
        crossed = np.flatnonzero(np.any(np.diff(self.values, axis=1) < 0, axis=1))
        if crossed.size:
            who = f"unit {self.unit[crossed[0]]}, {month_text(int(self.period[crossed[0]]))}"
            raise InputError(f"forecast, {who}", "quantiles do not cross", value=self.values[crossed[0]].tolist())
        _check_grid(self.unit, self.period, self.origin)

    @property
    def lead(self) -> Months | None:
        """Months from the origin to each row's period, or None where the origin is unknown."""
        return None if self.origin is None else self.period - self.origin


@dataclass(frozen=True, eq=False)
class Observed:
    """What happened: one value per unit-month. Shapes (rows,)."""

    target: str
    unit: Units
    period: Months
    value: Floats


def _check_grid(unit: Units, period: Months, origin: int | None) -> None:
    """Every unit has every month, months follow one another, and none lies at or before the origin."""
    months = np.unique(period)
    gap = np.flatnonzero(np.diff(months) != 1)
    if gap.size:
        missing = month_text(int(months[gap[0]]) + 1)
        raise InputError("forecast", "months follow one another without a gap", value=f"no {missing}")
    units, index = np.unique(unit, return_inverse=True)
    seen = np.zeros((units.size, months.size), dtype=np.int64)
    np.add.at(seen, (index, period - months[0]), 1)
    for rule, where in (("every unit has every month", seen == 0), ("a unit-month appears once", seen > 1)):
        at = np.argwhere(where)
        if at.size:
            who = f"unit {units[at[0][0]]} in {month_text(int(months[at[0][1]]))}"
            raise InputError("forecast", rule, value=who, fix="give each unit the same months, once each")
    if origin is not None and months[0] <= origin:
        rule = f"a forecast lies after its origin {month_text(origin)}"
        raise InputError("forecast", rule, value=month_text(int(months[0])))
